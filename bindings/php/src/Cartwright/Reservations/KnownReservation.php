<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use JsonSerializable;

/**
 * A reservation for those who look: what is held for whom, and where it stands. Its token is not in it.
 */
final readonly class KnownReservation implements JsonSerializable
{
    public const HELD = 'held';
    public const COMMITTED = 'committed';
    public const RELEASED = 'released';
    public const EXPIRED = 'expired';

    /**
     * @param list<array{key: string, vendor: string, kind: string, sku: string, quantity: int}> $lines
     */
    public function __construct(
        public string $order,
        public string $owner,
        public string $state,
        public bool $forced,
        public bool $late,
        public string $fence,
        public array $lines,
        public int $ageMs,
        public int $remainingMs,
    ) {
    }

    /**
     * @internal
     *
     * @param array<string, mixed> $known
     */
    public static function of(array $known): self
    {
        return new self(
            $known['order'],
            $known['owner'],
            $known['state'],
            $known['forced'],
            $known['late'],
            $known['fence'],
            $known['lines'],
            $known['age_ms'],
            $known['remaining_ms'],
        );
    }

    /**
     * Whether it lives: neither sold nor given back nor over.
     */
    public function isHeld(): bool
    {
        return $this->state === self::HELD;
    }

    /**
     * @return array<string, mixed>
     */
    public function jsonSerialize(): array
    {
        return get_object_vars($this);
    }
}
