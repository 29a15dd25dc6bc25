<?php

declare(strict_types=1);

namespace Cartwright\Bench;

/**
 * One operation on a cart of one size in one storage: what was measured, in microseconds, and what was aimed at.
 */
final readonly class Row
{
    /** How many times faster than plain PHP, cart and whole request after loading. */
    public ?float $timesWarm;
    public float $timesCold;

    /** What the original took when it was measured, for one microsecond of this. */
    public ?float $timesOriginal;

    public function __construct(
        public string $operation,
        public int $items,
        public ?float $warm,
        public float $cold,
        public ?float $floorWarm,
        public ?float $floorCold,
        public float $plain,
        public ?float $targetWarm,
        public float $targetCold,
        public ?float $original,
    ) {
        $this->timesWarm = $warm === null ? null : $plain / $warm;
        $this->timesCold = $plain / $cold;
        $this->timesOriginal = $original === null || $warm === null ? null : $original / $warm;
    }

    /**
     * @return list<self>
     */
    public static function all(
        string $driver,
        int $items,
        Floor $floor,
        Samples $samples,
        Targets $targets,
    ): array
    {
        $rows = [];

        foreach (Shopper::OPERATIONS as $operation) {
            $rows[] = new self(
                $operation,
                $items,
                $samples->median("warm {$operation}"),
                $samples->median("cold {$operation}"),
                $floor->of($operation, $samples, false),
                $floor->of($operation, $samples, true),
                $samples->median("plain {$operation}"),
                $targets->warm($driver, $operation, $items),
                $targets->cold($driver, $operation, $items),
                $targets->original($driver, $operation, $items),
            );
        }

        $rows[] = new self(
            'request',
            $items,
            null,
            $samples->median('request'),
            null,
            null,
            $samples->median('plain request'),
            null,
            $targets->cold($driver, 'request', $items),
            null,
        );

        return $rows;
    }

    public function warmReached(): ?bool
    {
        return $this->targetWarm === null || $this->timesWarm === null ? null : $this->timesWarm >= $this->targetWarm;
    }

    public function coldReached(): bool
    {
        return $this->timesCold >= $this->targetCold;
    }
}
