<?php

declare(strict_types=1);

namespace Cartwright\Reservations;

use JsonSerializable;

/**
 * The stock of a key: what is there, what is held, what may still be had.
 */
final readonly class StockLevel implements JsonSerializable
{
    /**
     * @param string $policy `tracked`, `untracked`, `exclusive` or `unknown`
     * @param int|null $onHand on the shelf, held or not; null if it is not tracked
     * @param int $held by reservations that live
     * @param int $holders how many reservations hold it
     * @param int $sold committed since the store began
     * @param int|null $available what may still be had; null if there is no limit
     */
    public function __construct(
        public string $key,
        public string $policy,
        public ?int $onHand,
        public int $held,
        public int $holders,
        public int $sold,
        public ?int $available,
    ) {
    }

    /**
     * @internal
     *
     * @param array<string, mixed> $level
     */
    public static function of(array $level): self
    {
        return new self(
            $level['key'],
            $level['policy'],
            $level['on_hand'],
            $level['held'],
            $level['holders'],
            $level['sold'],
            $level['available'],
        );
    }

    /**
     * @return array<string, mixed>
     */
    public function jsonSerialize(): array
    {
        return get_object_vars($this);
    }
}
