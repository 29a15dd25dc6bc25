<?php

declare(strict_types=1);

namespace Cartwright\Exceptions;

/**
 * There is too little of something: nothing is held. shortages() has every line for which it was.
 */
final class InsufficientStockException extends ReservationException implements EngineRefusal
{
    use CarriesDetail;

    public const KIND = 'reservation_short';

    /**
     * Every line for which there was too little, in the order of the keys.
     *
     * @return list<array{key: string, requested: int, available: int}>
     */
    public function shortages(): array
    {
        return json_decode((string) ($this->detail()['short'] ?? '[]'), true) ?? [];
    }
}
