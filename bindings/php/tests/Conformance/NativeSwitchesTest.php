<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Native\Abi;
use Cartwright\Native\ItemChange;
use Cartwright\Native\NativeCart;
use Cartwright\Native\NewItem;
use Cartwright\Tests\Support\EngineStores;
use Cartwright\Tests\Support\OperationWords;
use Cartwright\Tests\Support\PlayedCart;
use Cartwright\Tests\Support\PlaysVectors;
use Cartwright\Tests\Support\Vectors;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * Carts that are told to behave otherwise than the original, through Native.
 */
final class NativeSwitchesTest extends TestCase
{
    use EngineStores;
    use PlaysVectors;

    public static function switches(): iterable
    {
        return Vectors::played('switches.json', PlayedCart::WAYS);
    }

    #[DataProvider('switches')]
    public function testSwitchesChangeWhatTheySay(string $way, array $input, array $expect): void
    {
        match (array_key_first($input)) {
            'ordered' => $this->playOrdered($way, $input['ordered'], $expect),
            'lines' => $this->playLines($way, $input['lines'], $expect['lines']),
            'weights' => $this->playWeights($way, $input['weights'], $expect),
        };
    }

    private function playOrdered(string $way, array $input, array $expect): void
    {
        $switches = ['honour_condition_order' => true];
        $cart = PlayedCart::make($way, $this->file, switches: $switches, currency: $input['currency']);

        foreach ($input['items'] as $item) {
            $cart->apply(OperationWords::of(['op' => 'add'] + $item));
        }

        foreach ($input['conditions'] ?? [] as $condition) {
            $cart->apply(OperationWords::of(['op' => 'add_condition'] + $condition));
        }

        $this->assertNumber($expect['subtotal'], $cart->native->sum(Abi::SUM_SUBTOTAL, $input['currency']));
        $this->assertNumber($expect['total'], $cart->native->sum(Abi::SUM_TOTAL, $input['currency']));
    }

    private function playLines(string $way, array $additions, array $expected): void
    {
        $cart = PlayedCart::make($way, $this->file, switches: ['line_identity' => 'id_and_attributes']);

        foreach ($additions as $addition) {
            $cart->apply(OperationWords::of(['op' => 'add', 'name' => 'A'] + $addition));
        }

        $this->assertSame(
            array_map(static fn (array $line): array => [$line[0], json_decode($line[1], true), $line[2]], $expected),
            array_map(
                static fn (array $item): array => [$item['id'], $item['attributes'], $item['quantity']],
                array_values($cart->native->items()),
            ),
        );
    }

    private function playWeights(string $way, array $input, array $expect): void
    {
        $cart = PlayedCart::make($way, $this->file, switches: ['fractional_quantities' => true]);

        foreach ($input['quantities'] as $quantity) {
            $item = ['op' => '"add"', 'id' => '"a"', 'name' => '"A"', 'price' => (string) $input['price']];

            try {
                $cart->apply(OperationWords::object($item + ['quantity' => $quantity]));
            } catch (EngineRefusal $refusal) {
                $this->assertSame($expect['error'] ?? null, $refusal->getMessage());

                return;
            }
        }

        $this->assertArrayNotHasKey('error', $expect);
        $this->assertEquals((float) $expect['quantity'], $cart->native->item('a')['quantity']);
        $this->assertNumber($expect['total'], $cart->native->sum(Abi::SUM_TOTAL, 'USD'));
    }

    public static function strictParsing(): iterable
    {
        return Vectors::played('strict_parsing.json', PlayedCart::WAYS);
    }

    #[DataProvider('strictParsing')]
    public function testStrictParsingReadsWhatCanBeReadInOneWay(string $way, array $input, array $expect): void
    {
        $cart = PlayedCart::make($way, $this->file, switches: ['strict_parsing' => true]);
        $change = isset($input['price'])
            ? static fn (NativeCart $cart): ItemChange => $cart->add(self::item($input['price']))
            : static fn (NativeCart $cart): mixed => $cart->apply(OperationWords::of(
                ['op' => 'add_condition', 'name' => 'a', 'type' => 't', 'value' => $input['value']],
            ));

        try {
            $done = $cart->change($change);
        } catch (EngineRefusal $refusal) {
            if ($refusal->getMessage() === 'Cart item price must be a positive number') {
                // It was read; the rules for items refuse it.
                $this->assertLessThan(0, (float) ($expect['int'] ?? $expect['float']));
            } else {
                $this->assertStringStartsWith($expect['refused'] ?? 'nothing', $refusal->getMessage());
            }

            return;
        }

        $done instanceof ItemChange
            ? $this->assertNumber($expect, $done->price)
            : $this->assertTrue($expect['taken'] ?? null);
    }

    private static function item(string $price): NewItem
    {
        return new NewItem('a', 'A', $price, 1, null, null, null, null);
    }
}
