<?php

declare(strict_types=1);

namespace Cartwright\Tests\memory;

use Cartwright\Native\Abi;
use Cartwright\Native\Library;
use Cartwright\Native\NativeEngine;
use Cartwright\Native\NativeLocks;

/**
 * The ways through the bridge that engines bring along: their carts, results, plans, locks, and each way of being refused.
 */
final class EnginePaths
{
    private const LAMP = ['op' => 'add', 'id' => 'lamp', 'name' => 'Lamp', 'price' => 40.5, 'quantity' => 2];

    /**
     * @return array<string, callable(): mixed>
     */
    public static function all(): array
    {
        $engine = NativeEngine::open(['store' => 'memory', 'outbox' => true]);
        $cart = $engine->cart('user-7');
        $cart->apply(self::LAMP);
        $hosted = Library::instance()->newCart();
        $locks = NativeLocks::open(['store' => 'memory']);
        $keys = [['user-7', 'default'], ['session-42', 'default'], Abi::MERGE_KEEP_USER_CART];

        return [
            'an engine, its cart and what it did, freed in their order' => static fn () => NativeEngine::open(
                ['store' => 'memory'],
            )->cart('user-7')->apply(self::LAMP)->events(),
            'an operation, its changes and its events' => static function () use ($engine, $cart): void {
                $done = $cart->apply(['op' => 'update', 'id' => 'lamp', 'quantity' => ['to' => 3], 'name' => 'Light']);
                $done->changes();
                $done->events();
                $done->summary();
                $cart->result();
                $engine->acknowledge(PHP_INT_MAX);
            },
            'metadata' => static function () use ($hosted): void {
                $hosted->setMetadata('note', ['gift' => true]);
                $hosted->metadata();
                $hosted->removeMetadata('note');
                $hosted->clear();
                $hosted->committed();
            },
            'a cart that is primed line by line' => static function () use ($hosted): void {
                $hosted->prime();
                $hosted->primeLine('lamp', 40.5, 2, name: 'Lamp', attributesJson: '{"size":"L"}');
                $hosted->primeConditions('{}');
                $hosted->primeMetadata('note', 'gift');
                $hosted->primed();
            },
            'a merge that is planned and given up' => static function () use ($engine, $keys): void {
                $plan = $engine->planMerge(...$keys);
                $plan->conflicts();
                $plan->target();
            },
            'what is asked of an engine' => static fn () => [
                $engine->has('user-7'), $engine->instances('user-7'), $engine->carts(), $engine->metrics(),
                $engine->outbox(), $engine->prune(['dry_run' => true]), $cart->identity(),
            ],
            'a lock' => static function () use ($locks): void {
                $lock = $locks->acquire('cart:user-7', 60_000);
                $locks->renew($lock->name, $lock->owner, 60_000);
                $locks->held();
                $locks->release($lock->name, $lock->owner);
            },
        ] + self::refusals($engine, $locks);
    }

    /**
     * @return array<string, callable(): mixed>
     */
    private static function refusals(NativeEngine $engine, NativeLocks $locks): array
    {
        $cart = $engine->cart('user-7');
        $locks->acquire('held', 86_400_000);

        return array_map(Paths::refused(...), [
            'refused: settings' => static fn () => NativeEngine::open(['store' => 'redis']),
            'refused: an operation' => static fn () => $cart->apply(['op' => 'nothing']),
            'refused: several operations' => static fn () => $cart->apply([self::LAMP, ['quantity' => 0] + self::LAMP]),
            'refused: what is for hosts' => static fn () => $cart->load(null, null),
            'refused: a lock that is held' => static fn () => $locks->acquire('held', 1000),
            'refused: a lock that is lost' => static fn () => $locks->release('lost', str_repeat('0', 32)),
        ]);
    }
}
