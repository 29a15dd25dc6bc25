<?php

declare(strict_types=1);

namespace Cartwright\Bench;

/**
 * How many times faster than plain PHP an operation is to be, and what the original was measured at.
 */
final class Targets
{
    private const WRITES = ['add', 'update', 'remove', 'addCondition'];

    /** @var array<string, array<string, array<int, int|float>>> by driver, sort of operation and number of items */
    private readonly array $warm;

    /** @var array<string, array<int, int|float>> by driver and number of items, of any operation */
    private readonly array $cold;

    /** @var array<string, array<string, array<int, int|float>>> µs by driver, operation and number of items */
    private readonly array $original;

    public function __construct()
    {
        $targets = self::file('targets');
        $this->warm = $targets['warm'];
        $this->cold = $targets['cold'];
        $this->original = self::file('original')['microseconds'];
    }

    public function warm(string $driver, string $operation, int $items): ?float
    {
        $sort = in_array($operation, self::WRITES, true) ? 'write' : $operation;

        return $this->warm[$driver][$sort][$items] ?? null;
    }

    /**
     * Also of a whole request, for which the figure of a write counts. Where nothing is said it is half of warm, and
     * nothing may be slower than the original.
     */
    public function cold(string $driver, string $operation, int $items): float
    {
        $warm = $this->warm($driver, $operation === 'request' ? 'add' : $operation, $items);

        return $this->cold[$driver][$items] ?? ($warm === null ? 1.0 : $warm / 2);
    }

    public function original(string $driver, string $operation, int $items): ?float
    {
        return $this->original[$driver][$operation][$items] ?? null;
    }

    /**
     * @return array<string, mixed>
     */
    private static function file(string $name): array
    {
        return json_decode((string) file_get_contents(__DIR__ . "/{$name}.json"), true, 512, JSON_THROW_ON_ERROR);
    }
}
