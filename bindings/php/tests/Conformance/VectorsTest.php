<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Exceptions\CartTooLargeException;
use Cartwright\Exceptions\UnknownCurrencyException;
use Cartwright\Native\Library;
use Cartwright\Tests\Support\CartOperations;
use Cartwright\Tests\Support\SqliteShop;
use Cartwright\Tests\TestCase;
use InvalidArgumentException;
use MasyukAI\Cart\Exceptions\InvalidCartConditionException;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use MasyukAI\Cart\Exceptions\UnknownModelException;
use MasyukAI\Cart\Models\CartItem;
use OutOfBoundsException;
use PHPUnit\Framework\Attributes\DataProvider;

/**
 * The vectors of tests/conformance through PHP: the values through their classes, totals and operations through a Cart on
 * a database. What they expect comes from the contract or from an independent reference, never from the engine.
 */
final class VectorsTest extends TestCase
{
    private const KINDS = [
        'invalid_item' => InvalidCartItemException::class,
        'invalid_condition' => InvalidCartConditionException::class,
        'unknown_model' => UnknownModelException::class,
        'cart_too_large' => CartTooLargeException::class,
        'unknown_currency' => UnknownCurrencyException::class,
    ];

    private SqliteShop $shop;

    protected function setUp(): void
    {
        parent::setUp();
        $this->shop = new SqliteShop($this->app);
    }

    /**
     * @return iterable<string, array{array<string, mixed>, array<string, mixed>}>
     */
    private static function cases(string $file): iterable
    {
        $path = dirname(__DIR__, 4) . "/tests/conformance/{$file}";
        $vectors = json_decode((string) file_get_contents($path), true, 512, JSON_THROW_ON_ERROR);

        foreach ($vectors['cases'] as $case) {
            yield $case['name'] => [$case['input'], $case['expect']];
        }
    }

    public static function prices(): iterable
    {
        return self::cases('prices.json');
    }

    #[DataProvider('prices')]
    public function testAPriceTextIsReadAsTheContractReadsIt(array $input, array $expect): void
    {
        $this->assertNumber($expect, Library::instance()->parsePrice($input['text']));
    }

    public static function conditionValues(): iterable
    {
        return self::cases('condition_values.json');
    }

    #[DataProvider('conditionValues')]
    public function testAConditionValueDoesWhatTheContractSays(array $input, array $expect): void
    {
        try {
            $condition = CartOperations::condition(['name' => 'c', 'type' => 't', 'target' => 'total', 'value' => $input['value']]);
        } catch (InvalidCartConditionException $refusal) {
            $this->assertSame($expect['error'] ?? null, $refusal->getMessage());

            return;
        }

        $this->assertArrayNotHasKey('error', $expect);
        $array = $condition->toArray();
        $this->assertSame($expect['operator'], $array['operator']);
        $this->assertSame((float) $expect['number'], $array['parsed_value']);
        $this->assertSame($expect['is_discount'], $condition->isDiscount());
        $this->assertSame($expect['is_charge'], $condition->isCharge());
        $this->assertSame($expect['is_percentage'], $condition->isPercentage());

        if ($expect['applied_to_100'] !== null) {
            $this->assertSame((float) $expect['applied_to_100'], $condition->apply(100.0));
        }
    }

    public static function moneyRounding(): iterable
    {
        return self::cases('money_rounding.json');
    }

    #[DataProvider('moneyRounding')]
    public function testMoneyIsRoundedToTheDecimalsOfItsCurrency(array $input, array $expect): void
    {
        try {
            $amount = \Akaunting\Money\Money::{$input['currency']}(CartOperations::number($input['number']))->getAmount();
        } catch (OutOfBoundsException $refusal) {
            $this->assertSame($expect['error']['message'] ?? null, $refusal->getMessage());

            return;
        }

        $this->assertNumber($expect, $amount);
    }

    public static function itemAmounts(): iterable
    {
        return self::cases('item_amounts.json');
    }

    #[DataProvider('itemAmounts')]
    public function testAnItemCostsWhatTheContractSays(array $input, array $expect): void
    {
        $conditions = [];

        foreach ($input['condition_values'] as $at => $value) {
            $conditions[] = CartOperations::condition(['name' => "#{$at}", 'type' => 't', 'target' => 'item', 'value' => $value]);
        }

        $item = new CartItem('a', 'A', CartOperations::number($input['price']), $input['quantity'], [], $conditions);
        $this->assertNumber($expect['price'], $item->getRawPrice());
        $this->assertNumber($expect['subtotal'], $item->getRawSubtotal());
        $this->assertNumber($expect['subtotal_without_conditions'], $item->getRawSubtotalWithoutConditions());
        $amounts = Library::instance()->itemAmounts($item->price, $item->quantity, $item->conditions->conditionValues());
        $this->assertNumber($expect['discount'], $amounts->discount);
    }

    public static function totals(): iterable
    {
        return self::cases('totals.json');
    }

    #[DataProvider('totals')]
    public function testTotalsFollowTheOrderOfTheContract(array $input, array $expect): void
    {
        config(['cart.money.default_currency' => $input['currency']]);
        $cart = $this->shop->cart();

        foreach ($input['items'] as $item) {
            CartOperations::add($cart, $item);
        }

        foreach ($input['conditions'] ?? [] as $condition) {
            $cart->addCondition(CartOperations::condition($condition));
        }

        // As the cart that changed it sees it, and as another request reads it.
        foreach ([$cart, $this->shop->cart()] as $reader) {
            $this->assertNumber($expect['subtotal'], $reader->subtotal()->getAmount());
            $this->assertNumber($expect['total'], $reader->total()->getAmount());
            $this->assertNumber($expect['subtotal_without_conditions'], $reader->subtotalWithoutConditions()->getAmount());
            $this->assertSame($expect['quantity'], $reader->count());
            $this->assertSame($expect['count'], $reader->countItems());
        }
    }

    public static function operations(): iterable
    {
        return self::cases('operations.json');
    }

    #[DataProvider('operations')]
    public function testOperationsChangeAndRefuseAndStoreAsTheContractSays(array $input, array $expect): void
    {
        config(['cart.limits' => ($input['limits'] ?? []) + config('cart.limits')]);

        CartOperations::declareModels($input['known_models'] ?? []);
        $cart = $this->shop->cart();

        foreach ($input['operations'] as $at => $operation) {
            $expected = $expect['steps'][$at];
            $step = 'step ' . ($at + 1);
            $this->shop->events = [];

            try {
                CartOperations::apply($cart, $operation);
                $this->assertArrayNotHasKey('error', $expected, $step);
            } catch (InvalidCartItemException|InvalidCartConditionException|UnknownModelException|InvalidArgumentException $refusal) {
                $this->assertSame(self::KINDS[$expected['error']['kind'] ?? ''] ?? null, $refusal::class, "{$step}: {$refusal->getMessage()}");
                $this->assertSame($expected['error']['message'], $refusal->getMessage(), $step);
            }

            $this->assertSame(self::events($expected), $this->shop->events, $step);
        }

        $row = $this->shop->row();
        $this->assertSame($expect['items_json'], $row?->items);
        $this->assertSame($expect['conditions_json'], $row?->conditions);
    }

    /**
     * @return list<string>
     */
    private static function events(array $expected): array
    {
        $own = [
            'item_added' => 'ItemAdded', 'item_updated' => 'ItemUpdated', 'item_removed' => 'ItemRemoved',
            'condition_added' => 'CartConditionAdded', 'condition_removed' => 'CartConditionRemoved',
        ][$expected['change']] ?? null;

        return array_values(array_filter([$expected['created'] ? 'CartCreated' : null, $own]));
    }

    private function assertNumber(array $expected, int|float $got): void
    {
        if (isset($expected['int_or_float'])) {
            $this->assertSame((float) $expected['int_or_float'], (float) $got);
        } else {
            $this->assertSame(CartOperations::number($expected), $got);
        }
    }
}
