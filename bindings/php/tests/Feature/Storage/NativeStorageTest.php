<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Exceptions\StoreUnsupportedException;
use Cartwright\Storage\CartMerge;
use Cartwright\Storage\NativeLayout;
use Cartwright\Storage\NativeStorage;
use Cartwright\Tests\Support\Directory;
use Cartwright\Tests\TestCase;
use Illuminate\Database\Connectors\ConnectionFactory;
use Illuminate\Database\DatabaseManager;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * What is particular to the drivers whose files the engine reads and writes itself.
 */
final class NativeStorageTest extends TestCase
{
    private Directory $directory;

    private string $file;

    protected function setUp(): void
    {
        parent::setUp();
        $this->directory = new Directory();
        $this->file = "{$this->directory->path}/carts.sqlite";
    }

    public static function layouts(): array
    {
        return ['sqlite' => [NativeLayout::RowPerItem], 'native-database' => [NativeLayout::Table]];
    }

    #[Test]
    #[DataProvider('layouts')]
    public function aSettingThatIsChangedHoldsFromTheNextCallOn(NativeLayout $layout): void
    {
        $cart = new Cart(new NativeStorage($this->file, $layout), 'customer');
        $cart->add('mug', 'Mug', 100, 5);
        config(['cart.limits.max_item_quantity' => 6]);
        $this->assertRefused(
            InvalidCartItemException::class,
            'Cart item quantity cannot exceed 6',
            static fn () => $cart->add('mug', 'Mug', 100, 2),
        );
        config(['cart.limits.max_item_quantity' => 7, 'cart.switches.strict_parsing' => true]);
        $cart->add('mug', 'Mug', 100, 2);

        $this->assertSame(7, $cart->count());
        $this->expectException(InvalidCartItemException::class);
        $cart->add('cup', 'Cup', 'cheap');
    }

    #[Test]
    public function cartsOfTheSameSettingsShareOneEngine(): void
    {
        $one = new NativeStorage($this->file);
        $other = new NativeStorage($this->file);

        $this->assertSame($one->engine(), $other->engine());
        $before = $one->engine();
        config(['cart.retry.max_attempts' => 9]);
        $this->assertNotSame($before, $one->engine());
        config(['cart.retry.max_attempts' => 3]);
        $this->assertSame($before, $one->engine());
    }

    #[Test]
    #[DataProvider('layouts')]
    public function eachCallIsOneCommit(NativeLayout $layout): void
    {
        $storage = new NativeStorage($this->file, $layout);
        $cart = new Cart($storage, 'customer');
        $version = static fn (): ?int => $storage->engine()->cart('customer')->identity()?->version;
        $item = static fn (string $id): array => ['id' => $id, 'name' => $id, 'price' => 1];
        $cart->registerDynamicCondition(new CartCondition('MANY', 'discount', 'subtotal', '-1', rules: [['min_lines' => 3]]));

        $this->assertSame(1, $version());
        $cart->add(array_map($item, ['a', 'b', 'c']));
        $this->assertSame(2, $version());
        $this->assertNotNull($cart->getCondition('MANY'));
        $cart->addCondition([new CartCondition('x', 'fee', 'total', '+1'), new CartCondition('y', 'fee', 'total', '+1')]);
        $this->assertSame(3, $version());
        $storage->putBoth('customer', 'default', $storage->getItems('customer', 'default'), []);
        $this->assertSame(4, $version());
        $cart->setMetadata('note', 'x');
        $this->assertSame(5, $version());
        $cart->setMetadata('note', 'x');
        $this->assertSame(5, $version(), 'Nothing is written when nothing is different.');
    }

    #[Test]
    #[DataProvider('layouts')]
    public function whatIsPutBackAsItWasReadIsTheSame(NativeLayout $layout): void
    {
        $storage = new NativeStorage($this->file, $layout);
        $cart = new Cart($storage, 'customer');
        $cart->registerDynamicCondition(new CartCondition('RULED', 'discount', 'item', '-1', rules: [['min_lines' => 1]]));
        $cart->registerDynamicCondition(new CartCondition('TOO', 'discount', 'total', '-1', rules: [['min_lines' => 1]]));
        $vip = new CartCondition('VIP', 'discount', 'item', -1.5, ['why' => ['a' => 1]], 3);
        $cart->add('7', 'Müg', 10.0, 2, ['size' => 'L'], [$vip], \ArrayObject::class);
        $cart->addCondition(new CartCondition('vat', 'tax', 'subtotal', '10%'));
        [$items, $conditions] = [$storage->getItems('customer', 'default'), $storage->getConditions('customer', 'default')];

        $storage->putBoth('customer', 'default', $items, $conditions);

        $this->assertEquals($items, $storage->getItems('customer', 'default'));
        $this->assertEquals($conditions, $storage->getConditions('customer', 'default'));
        $cart->removeDynamicCondition('RULED');
        $this->assertFalse($cart->get('7')->hasCondition('RULED'), 'It is no longer known that rules had put it on.');
    }

    #[Test]
    #[DataProvider('layouts')]
    public function aFileThatAConnectionOfTheApplicationHasOpenIsRefused(NativeLayout $layout): void
    {
        touch($this->file);
        $link = "{$this->directory->path}/link.sqlite";
        symlink($this->file, $link);
        config(['database' => ['default' => 'shop', 'connections' => [
            'shop' => ['driver' => 'sqlite', 'database' => $link],
            'other' => ['driver' => 'sqlite', 'database' => ':memory:'],
        ]]]);
        $databases = new DatabaseManager($this->app, new ConnectionFactory($this->app));
        $this->app->singleton('db', static fn (): DatabaseManager => $databases);
        $cart = new Cart(new NativeStorage($this->file, $layout), 'customer');
        $cart->add('mug', 'Mug', 1);
        $this->app->make('db')->connection('other');
        $cart->add('mug', 'Mug', 1);
        $this->app->make('db')->connection('shop');
        $setting = $layout === NativeLayout::RowPerItem ? 'cart.sqlite.path' : 'cart.native_database.path';

        $this->assertRefused(
            StoreUnsupportedException::class,
            "{$this->file} is open through this application's database connection 'shop', and two ways into one SQLite"
            . ' file would wait for each other; set cart.storage to `database`, which uses that connection, or'
            . " {$setting} to a file of its own",
            static fn () => $cart->add('mug', 'Mug', 1),
        );
        $databases->purge('shop');
        $this->assertSame(2, $cart->count());
    }

    #[Test]
    #[DataProvider('layouts')]
    public function onlyATestOrADeveloperEmptiesTheFile(NativeLayout $layout): void
    {
        $storage = new NativeStorage($this->file, $layout);
        (new Cart($storage, 'customer'))->add('mug', 'Mug', 1);
        $this->app->instance('env', 'production');

        try {
            $storage->flush();
            $this->fail('All carts are gone.');
        } catch (RuntimeException $refusal) {
            $message = 'Flush operation is only allowed in testing and local environments';
            $this->assertSame($message, $refusal->getMessage());
        }

        $this->assertTrue($storage->has('customer', 'default'));
        $this->app->instance('env', 'local');
        $storage->flush();
        $this->assertFalse($storage->has('customer', 'default'));
    }

    #[Test]
    #[DataProvider('layouts')]
    public function rulesThatAnotherProcessHasJustRegisteredAreJudgedWithTheirZone(NativeLayout $layout): void
    {
        // Another engine, as another process has it, which was told the zone and this one was not.
        $other = new Cart(new NativeStorage($this->file, $layout, 4999), 'customer');
        $cart = new Cart(new NativeStorage($this->file, $layout), 'customer');
        $cart->add('mug', 'Mug', 100);
        $days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
        $other->registerDynamicCondition(new CartCondition('DAILY', 'discount', 'subtotal', '-10', rules: [
            ['min_lines' => 2],
            ['weekdays' => ['days' => $days, 'zone' => 'Pacific/Chatham']],
        ]));
        $this->assertSame(100.0, $cart->getRawTotal());
        $cart->add('cup', 'Cup', 100);

        $this->assertSame(190.0, $cart->getRawTotal());
        $cart->remove('cup');
        $this->assertSame(100.0, $other->getRawTotal());
    }

    #[Test]
    #[DataProvider('layouts')]
    public function aMergeJudgesTheRulesOfBothCartsWithTheirZonesInItsOwnCommit(NativeLayout $layout): void
    {
        $days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
        $rules = [['min_lines' => 2], ['weekdays' => ['days' => $days, 'zone' => 'Pacific/Auckland']]];

        // Another engine, as another process has it, which was told the zone and the one that merges was not.
        $before = new NativeStorage($this->file, $layout, 4999);
        (new Cart($before, 'customer'))->add('mug', 'Mug', 100);
        $guest = new Cart($before, 'guest');
        $guest->add('cup', 'Cup', 100);
        $guest->registerDynamicCondition(new CartCondition('DAILY', 'discount', 'subtotal', '-10', rules: $rules));
        $storage = new NativeStorage($this->file, $layout, 4998);
        $version = static fn (): ?int => $storage->engine()->cart('customer')->identity()?->version;
        $was = $version();

        CartMerge::merge($storage, 'customer', 'guest');

        $this->assertSame($was + 1, $version());
        $this->assertSame(190.0, (new Cart($storage, 'customer'))->getRawTotal());
    }
}
