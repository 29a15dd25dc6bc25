<?php

declare(strict_types=1);

namespace Cartwright\Bench;

/**
 * How many times faster than plain PHP an operation is to be, and what the original was measured at.
 */
final class Targets
{
    private const WRITES = ['add', 'update', 'remove', 'addCondition'];

    /** @var array<string, array<string, array<int, int|float>>> by storage, sort of operation and number of items */
    private readonly array $warm;

    /** @var array<string, array<string, array<int, int|float>>> microseconds by storage, operation and number of items */
    private readonly array $original;

    public function __construct()
    {
        $this->warm = self::file('targets')['warm'];
        $this->original = self::file('original')['microseconds'];
    }

    public function warm(string $storage, string $operation, int $items): ?float
    {
        $sort = in_array($operation, self::WRITES, true) ? 'write' : $operation;

        return $this->warm[$storage][$sort][$items] ?? null;
    }

    /**
     * Also of a whole request, for which the figure of a write counts. Nothing may be slower than the original.
     */
    public function cold(string $storage, string $operation, int $items): float
    {
        $warm = $this->warm($storage, $operation === 'request' ? 'add' : $operation, $items);

        return $warm === null ? 1.0 : $warm / 2;
    }

    public function original(string $storage, string $operation, int $items): ?float
    {
        return $this->original[$storage][$operation][$items] ?? null;
    }

    /**
     * @return array<string, mixed>
     */
    private static function file(string $name): array
    {
        return json_decode((string) file_get_contents(__DIR__ . "/{$name}.json"), true, 512, JSON_THROW_ON_ERROR);
    }
}
