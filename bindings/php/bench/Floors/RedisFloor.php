<?php

declare(strict_types=1);

namespace Cartwright\Bench\Floors;

use Cartwright\Bench\Goods;
use Cartwright\Bench\Places\RedisServer;
use Cartwright\Bench\Samples;
use Cartwright\Native\NativeEngine;
use Redis;

/**
 * Redis itself, through phpredis: one command, and so one way there and back, on a hash like the cart's with a field for
 * each item.
 */
final class RedisFloor implements StorageFloor
{
    public const ROUND_TRIP = 'redis: round trip';

    private const WRITE = 'redis: write one field';
    /** No part of the floor, but what a change without lost updates needs that is one way there and back. */
    private const COMPARE = 'redis: compare and write';

    private const VERSION = 'redis: read version';
    private const FIELDS = 'redis: read the cart';

    /** Once in a process, which under php-fpm is once in a request. */
    private const OPEN = 'engine: connect, and a question';

    private const SELDOM = 16;
    private const KEY = 'floor';

    private const SCRIPT = <<<'LUA'
        if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then return 0 end
        redis.call('HSET', KEYS[1], 'version', ARGV[1], ARGV[2], ARGV[3])
        return 1
        LUA;

    private readonly Redis $client;
    private readonly string $script;
    private int $turn = 1;
    private int $measured = 0;

    /**
     * @param array<array-key, mixed> $items
     * @param array<array-key, mixed> $conditions
     */
    public function __construct(private readonly RedisServer $server, array $items, array $conditions)
    {
        $this->client = $server->client();
        $this->script = $this->client->script('load', self::SCRIPT);
        $fields = array_map(static fn (mixed $item): string => json_encode($item, JSON_THROW_ON_ERROR), $items);
        $fields['conditions'] = json_encode($conditions, JSON_THROW_ON_ERROR);
        $this->client->hMSet(self::KEY, $fields + ['version' => $this->turn]);
    }

    public function measure(Samples $samples): void
    {
        $item = json_encode(Goods::item(++$this->turn), JSON_THROW_ON_ERROR);
        $samples->time(self::ROUND_TRIP, fn (): mixed => $this->client->ping());
        $samples->time(
            self::WRITE,
            fn (): mixed => $this->client->hMSet(self::KEY, [Goods::id(1) => $item, 'version' => $this->turn]),
        );
        $samples->time(
            self::COMPARE,
            fn (): mixed => $this->client->evalSha($this->script, [self::KEY, $this->turn, Goods::id(1), $item], 1),
        );
        $samples->time(self::VERSION, fn (): mixed => $this->client->hGet(self::KEY, 'version'));
        $samples->time(self::FIELDS, fn (): array => $this->client->hGetAll(self::KEY));

        if ($this->measured++ % self::SELDOM === 0) {
            $samples->time(
                self::OPEN,
                fn (): bool => NativeEngine::open(['store' => $this->server->url()])->has('nobody'),
            );
        }
    }

    public function partsOf(string $operation, bool $cold): array
    {
        $read = $cold ? [self::FIELDS] : [];

        return match ($operation) {
            'add', 'update', 'remove' => [self::CALL, self::WRITE, self::ITEM, ...$read],
            'addCondition' => [self::CALL, self::WRITE, self::CONDITION, ...$read],
            'total' => [self::CALL, $cold ? self::FIELDS : self::VERSION, self::MONEY],
            'content' => [self::CALL, $cold ? self::FIELDS : self::VERSION, self::CONTENT],
        };
    }
}
