<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Merge\MergeConflict;
use Cartwright\Merge\MergeDecision;
use Cartwright\Merge\MergeStrategy;
use Cartwright\Storage\CartMerge;
use Cartwright\Tests\Support\CartOperations;
use Cartwright\Tests\Support\SqliteShop;
use Cartwright\Tests\Support\Vectors;
use Cartwright\Tests\TestCase;
use DateTimeZone;
use Illuminate\Support\Carbon;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Listeners\DispatchCartUpdated;
use MasyukAI\Cart\Storage\DatabaseStorage;
use MasyukAI\Cart\Storage\StorageInterface;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * The vectors about whole carts, as calls of a Cart on a database: every operation, what events tell, merges, rules,
 * the order of conditions.
 */
class CartVectorsTest extends TestCase
{
    private SqliteShop $shop;

    protected StorageInterface $storage;

    protected function setUp(): void
    {
        parent::setUp();
        $this->shop = new SqliteShop($this->app);
        $this->storage = $this->makeStorage();
    }

    protected function makeStorage(): StorageInterface
    {
        return new DatabaseStorage($this->shop->database);
    }

    /**
     * @return array{items: ?string, conditions: ?string, metadata: ?string} what is stored of the cart of somebody
     */
    protected function columns(): array
    {
        $row = $this->shop->row();

        return [
            'items' => $row?->items,
            'conditions' => $row?->conditions,
            'metadata' => $row?->metadata,
        ];
    }

    public static function operations(): iterable
    {
        return Vectors::of('cart_operations.json');
    }

    #[Test]
    #[DataProvider('operations')]
    public function everyOperationHasItsEventsAndStoresWhatTheContractSays(array $input, array $expect): void
    {
        config(['cart.limits' => ($input['limits'] ?? []) + config('cart.limits')]);
        $cart = $this->cart();

        foreach ($input['operations'] as $at => $operation) {
            $expected = $expect['steps'][$at];
            $step = 'step ' . ($at + 1);
            $this->shop->events = [];

            try {
                CartOperations::apply($cart, $operation);
                $this->assertArrayNotHasKey('error', $expected, $step);
            } catch (EngineRefusal $refusal) {
                $this->assertSame(
                    $expected['error'] ?? null,
                    ['kind' => $refusal->kind(), 'message' => $refusal->getMessage()],
                    $step,
                );
            }

            $this->assertSame($expected['events'], $this->shop->events, $step);
        }

        $this->assertRow($expect);
    }

    public static function events(): iterable
    {
        return Vectors::of('events.json');
    }

    #[Test]
    #[DataProvider('events')]
    public function eventsTellWhatTheContractSays(array $input, array $expect): void
    {
        $last = array_pop($input['operations']);
        $cart = new Cart($this->storage, 'user-7', $this->app->make('events'));

        foreach ($input['operations'] as $operation) {
            CartOperations::apply($cart, $operation);
        }

        $told = [];
        $events = $this->app->make('events');
        $tell = static function (string $name, array $event) use (&$told): void {
            $data = $event[0]->toArray();
            unset($data['timestamp']);
            $told[] = ['event' => class_basename($name), 'data' => $data];
        };
        $events->listen('MasyukAI\Cart\Events\*', $tell);
        $events->subscribe(DispatchCartUpdated::class);
        CartOperations::apply($cart, $last);

        // A listener to everything sees CartUpdated before the event that it follows.
        foreach ($told as $at => $event) {
            if ($event['event'] === 'CartUpdated') {
                [$told[$at], $told[$at + 1]] = [$told[$at + 1], $event];
            }
        }

        $this->assertEquals($expect['events'], array_values($told));
    }

    public static function merges(): iterable
    {
        foreach (Vectors::of('merges.json') as $name => [$input, $expect]) {
            // These vectors have conditions that are registered and never evaluated; a Cart evaluates them at once.
            if (! in_array('register_dynamic', array_column([...$input['target'], ...$input['source']], 'op'), true)) {
                yield $name => [$input, $expect];
            }
        }
    }

    #[Test]
    #[DataProvider('merges')]
    public function twoCartsBecomeOneAsTheContractSays(array $input, array $expect): void
    {
        $storage = $this->storage;
        $target = new Cart($storage, 'somebody');
        $source = new Cart($storage, 'guest');
        array_map(static fn (array $operation) => CartOperations::apply($target, $operation), $input['target']);
        array_map(static fn (array $operation) => CartOperations::apply($source, $operation), $input['source']);
        config(['cart.limits' => ($input['limits'] ?? []) + config('cart.limits')]);
        $before = $source->content();
        $strategy = MergeStrategy::from($input['strategy']);
        $decide = isset($input['resolutions'])
            ? static fn (MergeConflict $conflict): ?MergeDecision => self::decision($conflict, $input['resolutions'])
            : null;

        try {
            $result = CartMerge::merge($storage, 'somebody', 'guest', 'default', $strategy, $decide);
            $this->assertArrayNotHasKey('error', $expect);
        } catch (EngineRefusal $refusal) {
            $this->assertSame(
                $expect['error'] ?? null,
                ['kind' => $refusal->kind(), 'message' => $refusal->getMessage()],
            );
            $this->assertSame($before, $source->content());
            $this->assertRow($expect);

            return;
        }

        $this->assertRow($expect);
        $this->assertSame($expect['merged'] !== null, $result->merged);

        if ($expect['merged'] === null) {
            $this->assertSame($before, $source->content());
        } else {
            // A Cart's application is asked about conflicts alone, so what it would decide otherwise does not count.
            $decided = array_intersect(array_column($input['resolutions'] ?? [], 'id'), $expect['merged']['conflicts']);
            $expected = ['strategy' => $decided === [] ? $input['strategy'] : 'custom'] + $expect['merged'];
            $this->assertSame($expected, [
                'strategy' => $result->strategy,
                'moved' => $result->moved,
                'conflicts' => array_column($result->conflicts, 'id'),
                'limited' => $result->limited,
                'quantity' => $result->quantity,
            ]);
            $this->assertFalse($storage->has('guest', 'default'));
        }
    }

    public static function rules(): iterable
    {
        foreach (Vectors::of('rules.json') as $name => [$input, $expect]) {
            // PHP knows its zones itself, and refuses one that nobody knows when the rules are registered.
            preg_match_all('/"zone":("[A-Z][^"]*")/', json_encode($input['rules']), $named);
            $isMeant = static fn (string $zone): bool => isset($input['zones'][$zone])
                && (new DateTimeZone($zone))->getOffset(new Carbon("@{$input['now']}")) === $input['zones'][$zone];

            $zones = array_map(static fn (string $zone): string => json_decode($zone), $named[1]);

            if (isset($expect['holds']) && array_filter($zones, $isMeant) === $zones) {
                yield $name => [$input, $expect];
            }
        }
    }

    #[Test]
    #[DataProvider('rules')]
    public function rulesHoldWhenTheContractSaysSo(array $input, array $expect): void
    {
        if ($input['rules'] === []) {
            $this->assertTrue($expect['holds'], 'No rules always hold, and are not registered.');

            return;
        }

        config(['cart.money.default_currency' => $input['currency']]);
        CartOperations::declareModels($input['known_models'] ?? []);
        $cart = $this->cart();
        array_map(static fn (array $operation) => CartOperations::apply($cart, $operation), $input['operations']);
        Carbon::setTestNow(new Carbon("@{$input['now']}"));
        $target = isset($input['item']) ? 'item' : 'total';

        $cart->registerDynamicCondition(
            new CartCondition('RULED', 'discount', $target, '-1', rules: $input['rules']),
        );

        $this->assertSame($expect['holds'], isset($input['item'])
            ? $cart->get($input['item'])->hasCondition('RULED')
            : $cart->getCondition('RULED') !== null);
    }

    public static function orders(): iterable
    {
        foreach (Vectors::of('switches.json') as $name => [$input, $expect]) {
            if (isset($input['ordered'])) {
                yield $name => [$input['ordered'], $expect];
            }
        }
    }

    #[Test]
    #[DataProvider('orders')]
    public function withTheSwitchConditionsCountInTheirOrder(array $input, array $expect): void
    {
        config(['cart.money.default_currency' => $input['currency'], 'cart.switches.honour_condition_order' => true]);
        $cart = $this->cart();
        array_map(static fn (array $item) => CartOperations::add($cart, $item), $input['items']);
        $cart->addCondition(array_map(CartOperations::condition(...), $input['conditions'] ?? []));

        foreach (['subtotal' => $cart->subtotal(), 'total' => $cart->total()] as $sum => $money) {
            $this->assertSame(CartOperations::number($expect[$sum]), $money->getAmount(), $sum);
        }
    }

    /**
     * @param list<array<string, mixed>> $resolutions
     */
    private static function decision(MergeConflict $conflict, array $resolutions): ?MergeDecision
    {
        foreach ($resolutions as $resolution) {
            if ($resolution['id'] === $conflict->id) {
                return match (true) {
                    isset($resolution['by']) => MergeDecision::by(MergeStrategy::from($resolution['by'])),
                    isset($resolution['take']) => MergeDecision::takeSource(),
                    default => MergeDecision::quantity($resolution['quantity']),
                };
            }
        }

        return null;
    }

    private function cart(): Cart
    {
        return new Cart($this->storage, 'somebody', $this->app->make('events'));
    }

    /**
     * @param array<string, mixed> $expect
     */
    protected function assertRow(array $expect): void
    {
        $this->assertSame([
            'items' => $expect['items_json'],
            'conditions' => $expect['conditions_json'],
            'metadata' => $expect['metadata_json'],
        ], $this->columns());
    }
}
