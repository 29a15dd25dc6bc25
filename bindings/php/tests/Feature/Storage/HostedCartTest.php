<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Exceptions\CorruptCartException;
use Cartwright\Tests\Support\OwnStorage;
use Cartwright\Tests\Support\Shelves;
use Cartwright\Tests\TestCase;
use Illuminate\Session\ArraySessionHandler;
use Illuminate\Session\Store;
use JsonSerializable;
use LogicException;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use MasyukAI\Cart\Storage\SessionStorage;
use MasyukAI\Cart\Storage\StorageInterface;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * A cart whose values are PHP's: they come back as they were, and what somebody else does to them is seen.
 */
final class HostedCartTest extends TestCase
{
    private const MUG = [
        'id' => 'mug',
        'name' => 'Mug',
        'price' => 10.0,
        'quantity' => 2,
        'attributes' => [],
        'conditions' => [],
        'associated_model' => null,
    ];

    private const ITEMS = 'cart.guest.default.items';

    private Store $session;

    protected function setUp(): void
    {
        parent::setUp();
        $this->session = Shelves::session(new ArraySessionHandler(10));
    }

    #[Test]
    public function valuesThatAreNoJsonAreNeverWrittenAsSuch(): void
    {
        $item = ['name' => "caf\xe9", 'attributes' => ['secret' => $this->unspeakable(), 5 => 2.0]] + self::MUG;
        $this->session->put(self::ITEMS, ['mug' => $item, 7 => ['id' => 7] + self::MUG]);
        $cart = $this->cart();
        $cart->add('cup', 'Cup', 1);
        $cart->update('mug', ['quantity' => 1]);
        $cart->addItemCondition('mug', new CartCondition('half', 'discount', 'item', '-50%'));
        $cart->addCondition(new CartCondition('vat', 'tax', 'subtotal', '10%', ['secret' => $item['attributes']]));

        $this->assertSame(39.6, $cart->getRawTotal());
        $kept = $this->session->get(self::ITEMS);
        $this->assertSame(['mug', 7, 'cup'], array_keys($kept));
        $this->assertSame($item['name'], $kept['mug']['name']);
        $this->assertSame($item['attributes'], $kept['mug']['attributes']);
        $this->assertSame(10.0, $kept['mug']['price']);
        $this->assertSame(3, $kept['mug']['quantity']);
        $this->assertSame($item['attributes'], $cart->content()['items']['mug']['attributes']);
        $this->assertSame($item['attributes'], $cart->getCondition('vat')->getAttribute('secret'));
    }

    #[Test]
    public function namesThatAreNotUtf8AreFound(): void
    {
        $id = "caf\xe9";
        $condition = (new CartCondition('x', 'fee', 'total', '+1'))->toArray();
        $this->session->put(self::ITEMS, [$id => ['id' => $id] + self::MUG]);
        $this->session->put('cart.guest.default.conditions', [$id => ['name' => $id] + $condition]);
        $cart = $this->cart();

        $this->assertSame(21.0, $cart->getRawTotal());
        $this->assertSame($id, $cart->get($id)->id);
        $this->assertSame(3, $cart->update($id, ['quantity' => 1])->quantity);
        $this->assertTrue($cart->removeCondition($id));
        $this->assertSame($id, $cart->remove($id)->id);
        $this->assertTrue($cart->isEmpty());
    }

    #[Test]
    public function anAddedItemIsKeptInTheShapeOfTheOriginal(): void
    {
        $half = new CartCondition('half', 'discount', 'item', '-50%');
        $this->cart()->add(7, 'Mug', 10, 2, ['a' => 1.0], [$half], new \ArrayObject(['n' => 1]));

        $this->assertSame(
            [7 => [
                'id' => '7',
                'name' => 'Mug',
                'price' => 10,
                'quantity' => 2,
                'attributes' => ['a' => 1.0],
                'conditions' => ['half' => $half->toArray()],
                'associated_model' => ['class' => 'ArrayObject', 'id' => null, 'data' => ['n' => 1]],
            ]],
            $this->session->get(self::ITEMS),
        );
    }

    #[Test]
    public function whatIsNoItemIsLeftOut(): void
    {
        $this->session->put(self::ITEMS, ['a' => 5, 'b' => ['name' => 'no id'], 'c' => self::MUG, 'd' => null]);
        $this->session->put('cart.guest.default.conditions', ['x', ['type' => 'fee']]);

        $this->assertSame(['mug'], array_keys($this->cart()->content()['items']));
        $this->assertSame(20.0, $this->cart()->getRawTotal());
        $this->assertSame([], $this->cart()->content()['conditions']);
    }

    /**
     * @return iterable<string, array{array<string, mixed>, string}>
     */
    public static function unreadable(): iterable
    {
        yield 'no price' => [['price' => null] + self::MUG, "item 'mug': it has no price"];
        yield 'no quantity' => [['quantity' => '2'] + self::MUG, "item 'mug': it has no quantity"];
        yield 'a price that is no number' => [['price' => INF] + self::MUG, "item 'mug': "];
        yield 'a condition without a value' => [
            ['conditions' => [['name' => 'x', 'type' => 'fee', 'value' => '']]] + self::MUG,
            "item 'mug': condition 'x': Condition value cannot be empty",
        ];
    }

    /**
     * @param array<string, mixed> $item
     */
    #[Test]
    #[DataProvider('unreadable')]
    public function anItemThatCannotBeReadIsNamedAndNeverOverwritten(array $item, string $reason): void
    {
        $this->session->put(self::ITEMS, ['mug' => $item]);
        $cart = $this->cart();

        foreach ([fn () => $cart->total(), fn () => $cart->update('mug', ['quantity' => 1]), fn () => $cart->content()] as $call) {
            try {
                $call();
                $this->fail('Nothing was thrown');
            } catch (CorruptCartException $corrupt) {
                $this->assertStringStartsWith("The stored cart cannot be read: its {$reason}", $corrupt->getMessage());
            }
        }

        $this->assertSame(['mug'], array_keys($this->session->get(self::ITEMS)));
        $cart->clear();
        $this->assertSame(0.0, $cart->getRawTotal());
    }

    #[Test]
    public function aChangeOfOneItemLeavesAnotherThatCannotBeReadAsItIs(): void
    {
        $this->cart()->add('cup', 'Cup', 1);
        $broken = ['id' => 'mug', 'name' => 'Mug'];
        $this->session->put(self::ITEMS . '.mug', $broken);

        $this->assertSame(3, $this->cart()->update('cup', ['quantity' => 2])->quantity);
        $this->assertSame(5, $this->cart()->add('bowl', 'Bowl', 5)->price);
        $this->cart()->addCondition(new CartCondition('VAT', 'tax', 'subtotal', '10%'));
        $this->cart()->remove('bowl');

        $this->assertSame(['cup', 'mug'], array_keys($this->session->get(self::ITEMS)));
        $this->assertSame($broken, $this->session->get(self::ITEMS . '.mug'));
        $this->expectException(CorruptCartException::class);
        $this->expectExceptionMessage("item 'mug'");
        $this->cart()->total();
    }

    #[Test]
    public function manyItemsAreTakenOverInTheirOrderWhateverIsAmongThem(): void
    {
        $expected = 0.0;

        foreach (range(1, 600) as $number) {
            $item = ['id' => "item-{$number}", 'name' => 'Item', 'price' => $number / 8, 'quantity' => $number % 5 + 1];
            $item['conditions'] = $number % 100 === 0 ? [(new CartCondition('OFF', 'discount', 'item', '-100%'))->toArray()] : [];
            $expected += $item['conditions'] === [] ? $item['price'] * $item['quantity'] : 0;
            $items[$item['id']] = $item;
        }

        $items["\xFF"] = ['id' => "\xFF", 'name' => 'No text', 'price' => '2.5', 'quantity' => 2];
        $this->session->put(self::ITEMS, $items);

        $this->assertSame(round($expected + 5, 2), round($this->cart()->getRawTotal(), 2));
        $this->assertSame(601, $this->cart()->countItems());
    }

    #[Test]
    public function whatTheApplicationWritesIntoTheSessionIsSeen(): void
    {
        $cart = $this->cart();
        $cart->add('mug', 'Mug', 10);
        $cart->total();
        $this->session->put(self::ITEMS . '.mug.quantity', 5);

        $this->assertSame(50.0, $cart->getRawTotal());
        $this->session->put(self::ITEMS . '.mug.price', 1.5);
        $this->assertSame(7.5, $cart->getRawTotal());
        $this->session->forget(self::ITEMS);
        $this->assertSame(0.0, $cart->getRawTotal());
    }

    #[Test]
    public function aReferenceInTheArraysIsNotTrusted(): void
    {
        $price = 10.0;
        $item = ['id' => 'mug', 'price' => &$price, 'quantity' => 1] + self::MUG;
        $this->session->put(self::ITEMS, ['mug' => $item]);
        $cart = $this->cart();

        $this->assertSame([10.0, 10.0], [$cart->getRawTotal(), $cart->getRawTotal()]);
        $price = 12.0;
        $this->assertSame(12.0, $cart->getRawTotal());
    }

    #[Test]
    public function aReferenceInAConditionIsNotTrusted(): void
    {
        $value = '+1';
        $condition = ['value' => &$value] + (new CartCondition('x', 'fee', 'item', '+1'))->toArray();
        $this->session->put(self::ITEMS, ['mug' => ['quantity' => 1, 'conditions' => ['x' => $condition]] + self::MUG]);
        $cart = $this->cart();

        $this->assertSame([11.0, 11.0], [$cart->getRawTotal(), $cart->getRawTotal()]);
        $value = '+2';
        $this->assertSame(12.0, $cart->getRawTotal());
    }

    #[Test]
    public function onlyWhatChangedIsPut(): void
    {
        $storage = new OwnStorage();
        $cart = $this->cart($storage);
        $cart->add('mug', 'Mug', 10);
        $cart->addCondition(new CartCondition('vat', 'tax', 'subtotal', '10%'));
        $cart->update('mug', []);
        $cart->remove('cup');
        $cart->removeCondition('none');
        $cart->clearItemConditions('mug');
        $cart->setMetadata('note', 1);
        $cart->total();
        $cart->clear();

        $this->assertSame(['putItems', 'putConditions', 'putMetadata', 'forget'], $storage->puts);
    }

    #[Test]
    public function whatIsRefusedLeavesTheCart(): void
    {
        $cart = $this->cart();
        $cart->add('mug', 'Mug', 10);
        $before = $this->session->get(self::ITEMS);

        foreach ([['price' => -1], ['name' => ''], ['quantity' => 20000]] as $data) {
            try {
                $cart->update('mug', $data);
                $this->fail('Nothing was thrown');
            } catch (InvalidCartItemException) {
                $this->assertSame($before, $this->session->get(self::ITEMS));
                $this->assertSame(10.0, $cart->getRawTotal());
            }
        }
    }

    #[Test]
    public function aSessionHasNoLimitOfItems(): void
    {
        config(['cart.limits.max_items' => 1]);
        $cart = $this->cart();
        $cart->add('mug', 'Mug', 10);
        $cart->add('cup', 'Cup', 10);

        $this->assertSame(2, $cart->countItems());
    }

    #[Test]
    public function twoCartsOfOneSessionAreApart(): void
    {
        $cart = $this->cart();
        $wishes = $cart->setInstance('wishes');
        $cart->add('mug', 'Mug', 10);
        $wishes->add('cup', 'Cup', 1);

        $this->assertSame([10.0, 1.0], [$cart->getRawTotal(), $wishes->getRawTotal()]);
    }

    #[Test]
    public function aListenerMayReadAndChangeTheVeryCart(): void
    {
        $cart = $this->cart();
        $this->app->make('events')->listen('MasyukAI\Cart\Events\CartCreated', static function () use ($cart): void {
            $cart->total();
            $cart->add('gift', 'Gift', 0);
        });
        $cart->add('mug', 'Mug', 10);

        $this->assertSame(['mug', 'gift'], array_keys($cart->content()['items']));
        $this->assertSame(10.0, $cart->getRawTotal());
    }

    #[Test]
    public function aConditionWithClosuresIsKeptWithoutThem(): void
    {
        $rule = static fn (): bool => true;
        $this->cart()->addCondition(new CartCondition('vat', 'tax', 'subtotal', '10%', [], 0, [$rule]));
        $kept = $this->session->get('cart.guest.default.conditions.vat');

        $this->assertSame([null, false], [$kept['rules'], $kept['is_dynamic']]);
    }

    private function cart(?StorageInterface $storage = null): Cart
    {
        return new Cart($storage ?? new SessionStorage($this->session), 'guest', $this->app->make('events'));
    }

    private function unspeakable(): JsonSerializable
    {
        return new class () implements JsonSerializable {
            public function jsonSerialize(): never
            {
                throw new LogicException('written as JSON');
            }
        };
    }
}
