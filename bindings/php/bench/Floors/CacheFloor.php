<?php

declare(strict_types=1);

namespace Cartwright\Bench\Floors;

use Cartwright\Bench\Samples;
use Illuminate\Contracts\Cache\Repository;

/**
 * Laravel's cache: an entry is read and put as a whole.
 */
final readonly class CacheFloor implements StorageFloor
{
    private const ITEMS = 'cache: get items';
    private const CONDITIONS = 'cache: get conditions';
    private const BOTH = 'cache: get both';
    private const PUT_ITEMS = 'cache: put items';
    private const PUT_CONDITIONS = 'cache: put conditions';
    private const SECONDS = 86400;

    private const OPERATIONS = [
        'add' => [self::ITEMS, self::PUT_ITEMS, self::CALL, self::ITEM],
        'update' => [self::ITEMS, self::PUT_ITEMS, self::CALL, self::ITEM],
        'remove' => [self::ITEMS, self::PUT_ITEMS, self::CALL, self::ITEM],
        'addCondition' => [self::CONDITIONS, self::PUT_CONDITIONS, self::CALL, self::CONDITION],
        'total' => [self::ITEMS, self::CONDITIONS, self::CALL, self::MONEY],
        // The arrays of the content are those of the entries.
        'content' => [self::ITEMS, self::CONDITIONS, self::CALL],
    ];

    /**
     * @param array<array-key, mixed> $items
     * @param array<array-key, mixed> $conditions
     * @param bool $isDistant whether each question is a way there and back, so that entries are asked for together
     */
    public function __construct(
        private Repository $cache,
        private array $items,
        private array $conditions,
        private bool $isDistant,
    ) {
        $this->put('items', $items);
        $this->put('conditions', $conditions);
    }

    public function measure(Samples $samples): void
    {
        $samples->time(self::ITEMS, fn (): array => $this->cache->get('cart.floor.default.items', []));
        $samples->time(self::CONDITIONS, fn (): array => $this->cache->get('cart.floor.default.conditions', []));
        $this->isDistant && $samples->time(self::BOTH, fn (): iterable => $this->cache->many([
            'cart.floor.default.items',
            'cart.floor.default.conditions',
        ]));
        $samples->time(self::PUT_ITEMS, fn () => $this->put('items', $this->items));
        $samples->time(self::PUT_CONDITIONS, fn () => $this->put('conditions', $this->conditions));
    }

    public function partsOf(string $operation, bool $cold): array
    {
        $parts = self::OPERATIONS[$operation];
        $apart = [self::ITEMS, self::CONDITIONS];

        return $this->isDistant && array_diff($apart, $parts) === []
            ? [self::BOTH, ...array_values(array_diff($parts, $apart))]
            : $parts;
    }

    /**
     * @param array<array-key, mixed> $data
     */
    private function put(string $part, array $data): void
    {
        $this->cache->put("cart.floor.default.{$part}", $data, self::SECONDS);
    }
}
