<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Native\Abi;
use Cartwright\Native\NativeCart;
use Cartwright\Native\NativeResult;
use Cartwright\Tests\Support\EngineStores;
use Cartwright\Tests\Support\OperationWords;
use Cartwright\Tests\Support\PlayedCart;
use Cartwright\Tests\Support\PlaysVectors;
use Cartwright\Tests\Support\Vectors;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Two carts become one through Native: two hosted ones, or two of an engine.
 */
final class NativeMergesTest extends TestCase
{
    use EngineStores;
    use PlaysVectors;

    private const STRATEGIES = [
        'add_quantities' => Abi::MERGE_ADD_QUANTITIES,
        'keep_highest_quantity' => Abi::MERGE_KEEP_HIGHEST_QUANTITY,
        'keep_user_cart' => Abi::MERGE_KEEP_USER_CART,
        'replace_with_guest' => Abi::MERGE_REPLACE_WITH_GUEST,
    ];

    /**
     * Not in memory where limits hold for the merge alone: they are those of an engine, and a store in memory is one
     * engine's. Nor where a condition has rules, which an engine evaluates as soon as it is registered, and these
     * vectors never.
     */
    public static function merges(): iterable
    {
        foreach (Vectors::played('merges.json', PlayedCart::WAYS) as $name => $case) {
            [$way, $input] = $case;
            $hasRules = in_array('register_dynamic', array_column([...$input['target'], ...$input['source']], 'op'), true);

            if ($way === PlayedCart::HOSTED
                || ! $hasRules && ! ($way === PlayedCart::MEMORY && isset($input['limits']))) {
                yield $name => $case;
            }
        }
    }

    #[DataProvider('merges')]
    public function testTwoCartsBecomeOneAsTheContractSays(string $way, array $input, array $expect): void
    {
        $limits = $input['limits'] ?? [];
        $strategy = self::STRATEGIES[$input['strategy']];
        $resolutions = self::resolutions($input['resolutions'] ?? []);
        $target = $this->made($way, 'user-7', $input['target']);

        if ($way === PlayedCart::HOSTED) {
            $source = $this->made($way, 'session-42', $input['source']);
            $target->limit($limits);
            $merge = static fn (NativeCart $cart): ?NativeResult => $cart->merge($source->native, $strategy, $resolutions);
        } else {
            foreach ($input['source'] as $operation) {
                $target->engine->cart('session-42')->apply(OperationWords::of($operation));
            }

            $engine = $way === PlayedCart::MEMORY
                ? $target->engine
                : PlayedCart::make($way, $this->file, $limits)->engine;
            $keys = [['user-7', 'default'], ['session-42', 'default']];
            $merge = static fn (): ?NativeResult => $resolutions === []
                ? $engine->merge(...[...$keys, $strategy])
                : $engine->commitMerge($engine->planMerge(...[...$keys, $strategy]), $resolutions);
        }

        try {
            $this->assertMerged($expect['merged'] ?? null, $target->change($merge));
            $this->assertArrayNotHasKey('error', $expect);
        } catch (EngineRefusal $refusal) {
            $this->assertSame(
                $expect['error'] ?? null,
                ['kind' => $refusal->kind(), 'message' => $refusal->getMessage()],
            );
        }

        $this->assertColumns($expect, $target);
    }

    /**
     * @param list<array<string, mixed>> $operations
     */
    private function made(string $way, string $identifier, array $operations): PlayedCart
    {
        $cart = PlayedCart::make($way, $this->file, identifier: $identifier);

        foreach ($operations as $operation) {
            $cart->apply(OperationWords::of($operation));
        }

        return $cart;
    }

    /**
     * @param array<string, mixed>|null $expected
     */
    private function assertMerged(?array $expected, ?NativeResult $result): void
    {
        $changes = $result?->changes() ?? [];

        if ($expected === null) {
            $this->assertSame([], $changes);

            return;
        }

        $this->assertSame(['merged'], array_column($changes, 'change'));
        $this->assertSame(['CartMerged'], $this->eventNames($result));
        [$merged] = $changes;
        $merged['conflicts'] = array_column($merged['conflicts'], 'line');
        $this->assertEquals($expected, array_intersect_key($merged, $expected));
    }

    /**
     * @param list<array<string, mixed>> $decided
     *
     * @return array<string, array<string, mixed>> by line
     */
    private static function resolutions(array $decided): array
    {
        $resolutions = [];

        foreach ($decided as $one) {
            $id = $one['id'];
            unset($one['id']);
            $resolutions[$id] = isset($one['by']) || isset($one['quantity']) ? $one : ['take' => 'source'];
        }

        return $resolutions;
    }
}
