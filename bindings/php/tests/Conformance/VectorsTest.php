<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Exceptions\CartTooLargeException;
use Cartwright\Exceptions\UnknownCurrencyException;
use Cartwright\Native\Library;
use Cartwright\Tests\Support\SqliteShop;
use Cartwright\Tests\TestCase;
use InvalidArgumentException;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
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
            $condition = self::condition(['name' => 'c', 'type' => 't', 'target' => 'total', 'value' => $input['value']]);
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
            $amount = \Akaunting\Money\Money::{$input['currency']}(self::number($input['number']))->getAmount();
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
            $conditions[] = self::condition(['name' => "#{$at}", 'type' => 't', 'target' => 'item', 'value' => $value]);
        }

        $item = new CartItem('a', 'A', self::number($input['price']), $input['quantity'], [], $conditions);
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
            $this->addItem($cart, $item);
        }

        foreach ($input['conditions'] ?? [] as $condition) {
            $cart->addCondition(self::condition($condition));
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

        foreach ($input['known_models'] ?? [] as $class) {
            if (! class_exists($class)) {
                [$namespace, $name] = [substr($class, 0, (int) strrpos($class, '\\')), substr((string) strrchr($class, '\\'), 1)];
                eval("namespace {$namespace}; class {$name} {}");
            }
        }

        $cart = $this->shop->cart();

        foreach ($input['operations'] as $at => $operation) {
            $expected = $expect['steps'][$at];
            $step = 'step ' . ($at + 1);
            $this->shop->events = [];

            try {
                $this->apply($cart, $operation);
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

    private function apply(Cart $cart, array $operation): void
    {
        match ($operation['op']) {
            'add' => $this->addItem($cart, $operation),
            'update' => $cart->update($operation['id'], self::updateData($operation['data'])),
            'remove' => $cart->remove($operation['id']),
            'add_condition' => $cart->addCondition(self::condition($operation)),
            'remove_condition' => $cart->removeCondition($operation['name']),
        };
    }

    private function addItem(Cart $cart, array $item): void
    {
        $cart->add(
            $item['id'],
            $item['name'] ?? null,
            isset($item['price']) ? self::number($item['price']) : null,
            $item['quantity'] ?? 1,
            json_decode($item['attributes'] ?? '[]', true, 512, JSON_THROW_ON_ERROR),
            array_map(self::condition(...), $item['conditions'] ?? []),
            $item['model'] ?? null,
        );
    }

    private static function updateData(array $data): array
    {
        if (isset($data['price'])) {
            $data['price'] = self::number($data['price']);
        }

        if (isset($data['attributes'])) {
            $data['attributes'] = json_decode($data['attributes'], true, 512, JSON_THROW_ON_ERROR);
        }

        return $data;
    }

    private static function condition(array $condition): CartCondition
    {
        $value = $condition['value'];

        if (is_array($value)) {
            $value = match ($value['number']) {
                'INF' => INF,
                '-INF' => -INF,
                'NAN' => NAN,
                default => (float) $value['number'],
            };
        }

        $attributes = $condition['attributes'] ?? [];

        return new CartCondition(
            $condition['name'],
            $condition['type'],
            $condition['target'] ?? 'subtotal',
            $value,
            is_string($attributes) ? json_decode($attributes, true, 512, JSON_THROW_ON_ERROR) : $attributes,
            $condition['order'] ?? 0,
        );
    }

    private static function number(array $number): int|float|string
    {
        return $number['int'] ?? $number['text'] ?? (float) $number['float'];
    }

    private function assertNumber(array $expected, int|float $got): void
    {
        if (isset($expected['int_or_float'])) {
            $this->assertSame((float) $expected['int_or_float'], (float) $got);
        } else {
            $this->assertSame(self::number($expected), $got);
        }
    }
}
