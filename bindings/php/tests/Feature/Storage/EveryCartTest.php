<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Tests\Support\Directory;
use Cartwright\Tests\Support\Shelves;
use Cartwright\Tests\Support\SqliteShop;
use Cartwright\Tests\TestCase;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use MasyukAI\Cart\Models\CartItem;
use MasyukAI\Cart\Storage\StorageInterface;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * A cart does the same wherever it is kept.
 */
final class EveryCartTest extends TestCase
{
    private Directory $directory;

    private StorageInterface $storage;

    /** @var list<string> */
    private array $events = [];

    protected function setUp(): void
    {
        parent::setUp();
        $this->directory = new Directory();
        $this->app->make('events')->listen('MasyukAI\Cart\Events\*', function (string $event): void {
            $this->events[] = class_basename($event);
        });
    }

    /**
     * @return iterable<string, array{Shelves}>
     */
    public static function shelves(): iterable
    {
        foreach (Shelves::cases() as $shelf) {
            yield $shelf->value => [$shelf];
        }
    }

    #[Test]
    #[DataProvider('shelves')]
    public function anItemThatIsAddedIsThereForEveryRequest(Shelves $shelf): void
    {
        $cart = $this->open($shelf);
        $added = $cart->add('mug', 'Mug', 9.5, 2, ['colour' => 'green']);

        $this->assertSame([9.5, 2], [$added->price, $added->quantity]);
        $this->assertSame(
            [
                'id' => 'mug',
                'name' => 'Mug',
                'price' => 9.5,
                'quantity' => 2,
                'attributes' => ['colour' => 'green'],
                'conditions' => [],
                'associated_model' => null,
            ],
            $this->again()->content()['items']['mug'],
        );
        $this->assertSame(['CartCreated', 'ItemAdded'], array_slice($this->events, 0, 2));
    }

    #[Test]
    #[DataProvider('shelves')]
    public function addingAgainSumsTheQuantitiesAndReplacesTheRest(Shelves $shelf): void
    {
        $cart = $this->open($shelf);
        $cart->add('mug', 'Mug', 9.5, 2, ['colour' => 'green']);
        $cart->add('cup', 'Cup', 3);
        $item = $this->again()->add('mug', 'Big mug', 12, 3);

        $this->assertSame(['Big mug', 12, 5], [$item->name, $item->price, $item->quantity]);
        $stored = $this->again()->content()['items'];
        $this->assertSame(['mug', 'cup'], array_keys($stored));
        $this->assertSame(['Big mug', 12.0, 5, []], [
            $stored['mug']['name'],
            $stored['mug']['price'],
            $stored['mug']['quantity'],
            $stored['mug']['attributes'],
        ]);
    }

    #[Test]
    #[DataProvider('shelves')]
    public function aRefusedRowLeavesThoseBeforeItInTheCart(Shelves $shelf): void
    {
        $cart = $this->open($shelf);
        $rows = [
            ['id' => 'mug', 'name' => 'Mug', 'price' => 9.5],
            ['id' => 'cup', 'name' => 'Cup', 'price' => -1],
            ['id' => 'pot', 'name' => 'Pot', 'price' => 1],
        ];
        $this->assertRefused(
            InvalidCartItemException::class,
            'Cart item price must be a positive number',
            static fn () => $cart->add($rows),
        );

        $this->assertSame(['mug'], array_keys($this->again()->content()['items']));
    }

    #[Test]
    #[DataProvider('shelves')]
    public function anUpdateChangesWhatIsGiven(Shelves $shelf): void
    {
        $cart = $this->open($shelf);
        $cart->add('mug', 'Mug', 9.5, 2, ['colour' => 'green']);
        $item = $this->again()->update('mug', ['quantity' => 3, 'name' => ' Big mug ', 'price' => '1,000.5']);

        $this->assertSame(['Big mug', 1000.5, 5], [$item->name, $item->price, $item->quantity]);
        $this->assertSame(['colour' => 'green'], $item->attributes->all());
        $this->assertSame('Big mug', $this->again()->get('mug')->name);
        $this->assertSame(7, $this->again()->update('mug', ['quantity' => ['value' => 7]])->quantity);
        $this->again()->update('mug', ['attributes' => ['size' => 'L']]);
        $this->assertSame(['size' => 'L'], $this->again()->get('mug')->attributes->all());
        $this->assertNull($this->again()->update('cup', ['quantity' => 1]));
    }

    #[Test]
    #[DataProvider('shelves')]
    public function aQuantityBelowOneRemovesTheItem(Shelves $shelf): void
    {
        $this->open($shelf)->add('mug', 'Mug', 9.5, 2, ['colour' => 'green']);
        $item = $this->again()->update('mug', ['quantity' => -2]);

        $this->assertSame([2, ['colour' => 'green']], [$item->quantity, $item->attributes->all()]);
        $this->assertTrue($this->again()->isEmpty());
    }

    #[Test]
    #[DataProvider('shelves')]
    public function anItemIsRemovedOnce(Shelves $shelf): void
    {
        $this->open($shelf)->add('123', 'Mug', 9.5);

        $this->assertSame('123', $this->again()->remove(123)->id);
        $this->assertNull($this->again()->remove('123'));
        $this->assertFalse($this->again()->has('123'));
    }

    #[Test]
    #[DataProvider('shelves')]
    public function aLimitHoldsForTheSumOfQuantities(Shelves $shelf): void
    {
        $cart = $this->open($shelf);
        $cart->add('mug', 'Mug', 9.5, 9999);
        $this->assertRefused(
            InvalidCartItemException::class,
            'Cart item quantity cannot exceed 10000',
            static fn () => $cart->add('mug', 'Mug', 9.5, 2),
        );

        $this->assertSame(9999, $cart->getTotalQuantity());
        $this->assertSame(9999, $this->again()->getTotalQuantity());
    }

    #[Test]
    #[DataProvider('shelves')]
    public function conditionsMakeTheTotal(Shelves $shelf): void
    {
        $cart = $this->open($shelf);
        $cart->add('mug', 'Mug', 100, 2);
        $cart->addItemCondition('mug', new CartCondition('half', 'discount', 'item', '-50%'));
        $cart->addCondition([
            new CartCondition('vat', 'tax', 'subtotal', '10%', ['rate' => 1.5]),
            new CartCondition('wrap', 'fee', 'total', 2.5),
        ]);
        $cart->addShipping('Parcel', '5', 'dhl', ['weight' => 2.0]);
        $again = $this->again();

        $this->assertSame([110.0, 117.5], [$again->getRawSubtotal(), $again->getRawTotal()]);
        $this->assertSame(['vat', 'wrap', 'Parcel'], array_keys($again->content()['conditions']));
        $this->assertSame('dhl', $again->getShippingMethod());
        $again->addShipping('Post', '+3');
        $this->assertSame(['vat', 'wrap', 'Post'], array_keys($this->again()->content()['conditions']));
        $this->assertTrue($again->removeItemCondition('mug', 'half'));
        $this->assertFalse($again->removeItemCondition('mug', 'half'));
        $this->assertSame(220.0, $this->again()->getRawSubtotal());
        $this->assertTrue($again->removeCondition('vat'));
        $this->assertFalse($again->removeCondition('vat'));
        $this->assertTrue($again->removeConditionsByType('fee'));
        $this->assertSame(['Post'], array_keys($this->again()->content()['conditions']));
        $again->clearConditions();
        $this->assertSame(200.0, $this->again()->getRawTotal());
    }

    #[Test]
    #[DataProvider('shelves')]
    public function allConditionsOfAnItemAreTakenOff(Shelves $shelf): void
    {
        $cart = $this->open($shelf);
        $half = new CartCondition('half', 'discount', 'item', '-50%');
        $cart->add('mug', 'Mug', 100, 1, [], [$half, new CartCondition('7', 'fee', 'item', '+1')]);

        $this->assertSame(51.0, $this->again()->getRawTotal());
        $this->assertTrue($cart->clearItemConditions('mug'));
        $this->assertTrue($cart->clearItemConditions('mug'));
        $this->assertFalse($cart->clearItemConditions('cup'));
        $this->assertFalse($cart->addItemCondition('cup', $half));
        $this->assertSame(100.0, $this->again()->getRawTotal());
    }

    #[Test]
    #[DataProvider('shelves')]
    public function anEmptyCartHasTheOriginalsZeros(Shelves $shelf): void
    {
        $cart = $this->open($shelf);

        $this->assertSame(0, $cart->subtotal()->getAmount());
        $this->assertSame(0.0, $cart->total()->getAmount());
        $this->assertSame(
            [
                'instance' => 'default',
                'items' => [],
                'conditions' => [],
                'subtotal' => 0.0,
                'total' => 0.0,
                'quantity' => 0,
                'count' => 0,
                'is_empty' => true,
            ],
            $cart->content(),
        );
    }

    #[Test]
    #[DataProvider('shelves')]
    public function whatAnotherRequestStoresIsSeen(Shelves $shelf): void
    {
        $cart = $this->open($shelf);
        $cart->add('mug', 'Mug', 10);
        $cart->total();
        $this->again()->add('cup', 'Cup', 1);
        $this->again()->addCondition(new CartCondition('double', 'fee', 'total', '*2'));

        $this->assertSame(22.0, $cart->getRawTotal());
        $cart->add('pot', 'Pot', 1);
        $this->assertSame(['mug', 'cup', 'pot'], array_keys($this->again()->content()['items']));
    }

    #[Test]
    #[DataProvider('shelves')]
    public function metadataGoesWithTheCart(Shelves $shelf): void
    {
        $cart = $this->open($shelf);
        $cart->add('mug', 'Mug', 10);
        $cart->setMetadata('note', ['ring' => 2])->setMetadata('gift', false);

        $this->assertSame(['ring' => 2], $this->again()->getMetadata('note'));
        $this->assertTrue($this->again()->hasMetadata('gift'));
        $cart->removeMetadata('gift');
        $this->assertFalse($this->again()->hasMetadata('gift'));
        $cart->clear();
        $this->assertNull($this->again()->getMetadata('note'));
        $this->assertTrue($this->again()->isEmpty());
    }

    #[Test]
    #[DataProvider('shelves')]
    public function aModelIsAssociatedByTheNameOfItsClass(Shelves $shelf): void
    {
        $cart = $this->open($shelf);
        $cart->add('mug', 'Mug', 10, 1, [], null, new \ArrayObject(['a' => 1]));
        $item = $this->again()->get('mug');

        $this->assertInstanceOf(CartItem::class, $item);
        $this->assertTrue($item->isAssociatedWith(\ArrayObject::class));
        $this->assertSame('ArrayObject', $this->again()->content()['items']['mug']['associated_model']);
    }

    private function open(Shelves $shelf): Cart
    {
        $shop = $shelf === Shelves::Database ? new SqliteShop($this->app) : null;
        $this->storage = $shelf->storage($this->directory->path, $shop);

        return $this->again();
    }

    /**
     * The cart as another object has it, that knows nothing yet.
     */
    private function again(): Cart
    {
        return new Cart($this->storage, 'a.guest', $this->app->make('events'));
    }
}
