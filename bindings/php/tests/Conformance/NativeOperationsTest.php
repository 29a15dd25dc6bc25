<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Native\Abi;
use Cartwright\Native\NativeResult;
use Cartwright\Tests\Support\EngineStores;
use Cartwright\Tests\Support\OperationWords;
use Cartwright\Tests\Support\PlayedCart;
use Cartwright\Tests\Support\PlaysVectors;
use Cartwright\Tests\Support\Vectors;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Sequences of operations through Native, on carts of every kind: what they change, which events they make, what is
 * stored.
 */
final class NativeOperationsTest extends TestCase
{
    use EngineStores;
    use PlaysVectors;

    public static function operations(): iterable
    {
        return Vectors::played('operations.json', PlayedCart::WAYS);
    }

    #[DataProvider('operations')]
    public function testOperationsChangeAndRefuseAndStoreAsTheContractSays(string $way, array $input, array $expect): void
    {
        $cart = PlayedCart::make($way, $this->file, $input['limits'] ?? []);
        $this->play($cart, $input, $expect, function (NativeResult $done, array $expected, string $step): void {
            $change = $done->changes()[0] ?? null;
            $this->assertSame($expected['change'], $change['change'] ?? 'none', $step);
            $this->assertSame($expected['created'], $change['first'] ?? false, $step);
        });
        $this->assertColumns($expect, $cart);
    }

    public static function cartOperations(): iterable
    {
        return Vectors::played('cart_operations.json', PlayedCart::WAYS);
    }

    #[DataProvider('cartOperations')]
    public function testEveryOperationHasTheEventsOfTheContractAndIsStored(string $way, array $input, array $expect): void
    {
        $cart = PlayedCart::make($way, $this->file, $input['limits'] ?? []);
        $this->play($cart, $input, $expect, function (NativeResult $done, array $expected, string $step): void {
            $this->assertSame($expected['events'], $this->eventNames($done), $step);
        });
        $this->assertColumns($expect, $cart);
    }

    /**
     * On hosted carts: an engine evaluates rules with every commit, at the time of its own clock, where these vectors
     * say when it is done and at which time. What rules say is played on bound carts by NativeRulesTest.
     */
    public static function dynamicConditions(): iterable
    {
        return Vectors::played('dynamic_conditions.json', [PlayedCart::HOSTED]);
    }

    #[DataProvider('dynamicConditions')]
    public function testConditionsComeAndGoWithTheirRules(string $way, array $input, array $expect): void
    {
        $cart = PlayedCart::make($way, $this->file);
        $this->play($cart, $input, $expect, function (NativeResult $done, array $expected, string $step): void {
            $this->assertSame($expected['events'], $this->eventNames($done), $step);
            $notEvaluated = array_filter($done->changes(), static fn (array $one): bool => $one['change'] === 'not_evaluated');
            $names = array_map(static fn (array $one): string => $one['condition']['name'], array_values($notEvaluated));
            $this->assertSame($expected['not_evaluated'] ?? [], $names, $step);
        });
        $this->assertColumns($expect, $cart);
    }

    public static function events(): iterable
    {
        return Vectors::played('events.json', PlayedCart::WAYS);
    }

    #[DataProvider('events')]
    public function testEventsTellWhatTheContractSays(string $way, array $input, array $expect): void
    {
        $cart = PlayedCart::make($way, $this->file);
        $steps = array_map(OperationWords::of(...), $input['operations']);
        $last = array_pop($steps);
        array_map($cart->apply(...), $steps);
        $told = [];

        foreach ($cart->apply($last)->events() as $event) {
            $this->assertSame(['user-7', 'default'], [$event['identifier'], $event['instance']]);
            $this->assertMatchesRegularExpression('/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6}Z|\+00:00)$/', $event['data']['timestamp']);
            unset($event['data']['timestamp']);
            $told[] = ['event' => $event['event'], 'data' => $event['data']];
        }

        $this->assertEquals($expect['events'], $told);
    }

    public static function totals(): iterable
    {
        return Vectors::played('totals.json', PlayedCart::WAYS);
    }

    #[DataProvider('totals')]
    public function testTotalsFollowTheOrderOfTheContract(string $way, array $input, array $expect): void
    {
        $cart = PlayedCart::make($way, $this->file, currency: $input['currency']);

        foreach ($input['items'] as $item) {
            $cart->apply(OperationWords::of(['op' => 'add'] + $item));
        }

        foreach ($input['conditions'] ?? [] as $condition) {
            $cart->apply(OperationWords::of(['op' => 'add_condition'] + $condition));
        }

        $native = $cart->native;
        $this->assertNumber($expect['subtotal'], $native->sum(Abi::SUM_SUBTOTAL, $input['currency']));
        $this->assertNumber($expect['total'], $native->sum(Abi::SUM_TOTAL, $input['currency']));
        $plain = $native->sum(Abi::SUM_WITHOUT_CONDITIONS, $input['currency']);
        $this->assertNumber($expect['subtotal_without_conditions'], $plain);
        $this->assertSame([$expect['quantity'], $expect['count']], [$native->quantity(), $native->itemCount()]);
    }
}
