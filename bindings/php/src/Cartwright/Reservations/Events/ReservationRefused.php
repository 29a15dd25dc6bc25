<?php

declare(strict_types=1);

namespace Cartwright\Reservations\Events;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Reservations\Line;

/**
 * Nothing is held: the refusal says why, and InsufficientStockException every line that was short.
 */
final readonly class ReservationRefused
{
    /**
     * @param list<Line> $lines
     */
    public function __construct(public string $order, public string $owner, public array $lines, public EngineRefusal $refusal)
    {
    }
}
