<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Tests\Support\Directory;
use Cartwright\Tests\Support\Shelves;
use Cartwright\Tests\Support\SqliteShop;
use Cartwright\Tests\TestCase;
use MasyukAI\Cart\Storage\StorageInterface;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * What every driver promises, whatever it is kept in.
 */
final class EveryStorageTest extends TestCase
{
    private const ITEM = [
        'id' => 'mug',
        'name' => 'Mug',
        'price' => 9.5,
        'quantity' => 2,
        'attributes' => [],
        'conditions' => [],
        'associated_model' => null,
    ];

    private const CONDITION = [
        'name' => 'vat',
        'type' => 'tax',
        'target' => 'subtotal',
        'value' => '20%',
        'attributes' => [],
        'order' => 0,
        'rules' => null,
        'operator' => '%',
        'parsed_value' => 0.2,
        'is_discount' => false,
        'is_charge' => true,
        'is_percentage' => true,
        'is_dynamic' => false,
    ];

    private Directory $directory;

    protected function setUp(): void
    {
        parent::setUp();
        $this->directory = new Directory();
        $this->app->instance('env', 'testing');
    }

    /**
     * @return iterable<string, array{Shelves}>
     */
    public static function shelves(): iterable
    {
        foreach (Shelves::drivers() as $shelf) {
            yield $shelf->value => [$shelf];
        }
    }

    /**
     * @return iterable<string, array{Shelves, string, string}>
     */
    public static function names(): iterable
    {
        $names = [
            'plain' => ['guest', 'default'],
            'dots in the identifier' => ['guest@shop.example.com', 'default'],
            'dots in the instance' => ['guest', 'wish.list'],
            'dots in both' => ['a.b', 'c.d'],
            'a number' => ['17', '3'],
            'spaces' => ['a guest', 'wish list'],
        ];

        foreach (Shelves::drivers() as $shelf) {
            foreach ($names as $what => [$identifier, $instance]) {
                yield "{$shelf->value}: {$what}" => [$shelf, $identifier, $instance];
            }
        }
    }

    #[Test]
    #[DataProvider('shelves')]
    public function aCartThatWasNeverStoredIsEmpty(Shelves $shelf): void
    {
        $storage = $this->storage($shelf);

        $this->assertFalse($storage->has('guest', 'default'));
        $this->assertSame([], $storage->getItems('guest', 'default'));
        $this->assertSame([], $storage->getConditions('guest', 'default'));
        $this->assertNull($storage->getMetadata('guest', 'default', 'note'));
        $this->assertSame([], $storage->getInstances('guest'));
    }

    #[Test]
    #[DataProvider('names')]
    public function whatIsPutIsThere(Shelves $shelf, string $identifier, string $instance): void
    {
        $storage = $this->storage($shelf);
        $storage->putItems($identifier, $instance, ['mug' => self::ITEM]);
        $storage->putConditions($identifier, $instance, ['vat' => self::CONDITION]);
        $storage->putMetadata($identifier, $instance, 'note', 'ring twice');

        $this->assertTrue($storage->has($identifier, $instance));
        $this->assertSame(['mug' => self::ITEM], $storage->getItems($identifier, $instance));
        $this->assertSame(['vat' => self::CONDITION], $storage->getConditions($identifier, $instance));
        $this->assertSame('ring twice', $storage->getMetadata($identifier, $instance, 'note'));
    }

    #[Test]
    #[DataProvider('names')]
    public function putBothPutsBoth(Shelves $shelf, string $identifier, string $instance): void
    {
        $storage = $this->storage($shelf);
        $storage->putBoth($identifier, $instance, ['mug' => self::ITEM], ['vat' => self::CONDITION]);

        $this->assertSame(['mug' => self::ITEM], $storage->getItems($identifier, $instance));
        $this->assertSame(['vat' => self::CONDITION], $storage->getConditions($identifier, $instance));
    }

    #[Test]
    #[DataProvider('names')]
    public function aCartThatIsForgottenIsGoneWithItsMetadata(Shelves $shelf, string $identifier, string $instance): void
    {
        $storage = $this->storage($shelf);
        $this->fill($storage, $identifier, $instance);
        $this->fill($storage, 'somebody-else', $instance);
        $storage->forget($identifier, $instance);

        $this->assertGone($storage, $identifier, $instance);
        $this->assertFilled($storage, 'somebody-else', $instance);
    }

    #[Test]
    #[DataProvider('names')]
    public function aSwapMovesTheWholeCart(Shelves $shelf, string $identifier, string $instance): void
    {
        $storage = $this->storage($shelf);
        $this->fill($storage, $identifier, $instance);
        $storage->putItems('user.9', $instance, ['cup' => ['id' => 'cup'] + self::ITEM]);
        $storage->putMetadata('user.9', $instance, 'old', 'of the cart that is replaced');

        $this->assertTrue($storage->swapIdentifier($identifier, 'user.9', $instance));
        $this->assertGone($storage, $identifier, $instance);
        $this->assertFilled($storage, 'user.9', $instance);
        $this->assertNull($storage->getMetadata('user.9', $instance, 'old'));
    }

    #[Test]
    #[DataProvider('names')]
    public function aSwapOntoItselfChangesNothing(Shelves $shelf, string $identifier, string $instance): void
    {
        $storage = $this->storage($shelf);
        $this->assertFalse($storage->swapIdentifier($identifier, $identifier, $instance));
        $this->fill($storage, $identifier, $instance);

        $this->assertTrue($storage->swapIdentifier($identifier, $identifier, $instance));
        $this->assertFilled($storage, $identifier, $instance);
    }

    #[Test]
    #[DataProvider('names')]
    public function aSwapOfNothingLeavesTheOtherCart(Shelves $shelf, string $identifier, string $instance): void
    {
        $storage = $this->storage($shelf);
        $this->fill($storage, 'user.9', $instance);

        $this->assertFalse($storage->swapIdentifier($identifier, 'user.9', $instance));
        $this->assertFilled($storage, 'user.9', $instance);
    }

    #[Test]
    #[DataProvider('shelves')]
    public function instancesOfOneCustomerAreApart(Shelves $shelf): void
    {
        $storage = $this->storage($shelf);
        $this->fill($storage, 'guest', 'default');
        $storage->putItems('guest', 'wishlist', ['cup' => ['id' => 'cup'] + self::ITEM]);
        $storage->forget('guest', 'default');

        $this->assertGone($storage, 'guest', 'default');
        $this->assertSame(['cup'], array_keys($storage->getItems('guest', 'wishlist')));
        $this->assertNull($storage->getMetadata('guest', 'wishlist', 'note'));
    }

    #[Test]
    #[DataProvider('shelves')]
    public function theInstancesOfACustomerAreListedWhereTheDriverCanTell(Shelves $shelf): void
    {
        $storage = $this->storage($shelf);
        $storage->putItems('a.guest', 'default', ['mug' => self::ITEM]);
        $storage->putItems('a.guest', 'wish.list', ['mug' => self::ITEM]);
        $storage->putItems('another', 'default', ['mug' => self::ITEM]);
        $found = $storage->getInstances('a.guest');
        sort($found);

        $this->assertSame($this->tells($shelf) ? ['default', 'wish.list'] : [], $found);
    }

    #[Test]
    #[DataProvider('shelves')]
    public function aCustomerIsForgottenWithAllInstancesWhereTheDriverCanTell(Shelves $shelf): void
    {
        $storage = $this->storage($shelf);
        $this->fill($storage, 'a.guest', 'default');
        $this->fill($storage, 'a.guest', 'wish.list');
        $this->fill($storage, 'another', 'default');
        $storage->forgetIdentifier('a.guest');

        $this->assertSame($this->tells($shelf), ! $storage->has('a.guest', 'default'));
        $this->assertSame($this->tells($shelf), ! $storage->has('a.guest', 'wish.list'));
        $this->assertFilled($storage, 'another', 'default');
    }

    #[Test]
    #[DataProvider('shelves')]
    public function aFlushTakesAllCarts(Shelves $shelf): void
    {
        $storage = $this->storage($shelf);
        $this->fill($storage, 'guest', 'default');
        $this->fill($storage, 'an.other', 'wish.list');
        $storage->flush();

        $this->assertGone($storage, 'guest', 'default');
        $this->assertGone($storage, 'an.other', 'wish.list');
    }

    #[Test]
    #[DataProvider('shelves')]
    public function metadataKeepsWhatItIs(Shelves $shelf): void
    {
        $storage = $this->storage($shelf);

        foreach ([false, 0, '', [], ['a' => ['b' => null]], 1.5, 'ä'] as $value) {
            $storage->putMetadata('guest', 'default', 'key', $value);
            $this->assertSame($value, $storage->getMetadata('guest', 'default', 'key'));
        }

        $storage->putMetadata('guest', 'default', 'key', null);
        $this->assertNull($storage->getMetadata('guest', 'default', 'key'));
    }

    #[Test]
    #[DataProvider('shelves')]
    public function anEmptiedCartIsStoredAsSuch(Shelves $shelf): void
    {
        $storage = $this->storage($shelf);
        $this->fill($storage, 'guest', 'default');
        $storage->putItems('guest', 'default', []);
        $storage->putConditions('guest', 'default', []);

        $this->assertSame([], $storage->getItems('guest', 'default'));
        $this->assertSame([], $storage->getConditions('guest', 'default'));
        $this->assertTrue($storage->has('guest', 'default'));
        $this->assertSame('ring twice', $storage->getMetadata('guest', 'default', 'note'));
    }

    #[Test]
    #[DataProvider('shelves')]
    public function whatPhpKnowsAndJsonDoesNotComesBackWhereTheDriverKeepsValues(Shelves $shelf): void
    {
        if ($shelf->isText()) {
            $this->expectExceptionMessage('Cannot validate items data size: Malformed UTF-8');
        }

        $item = ['name' => "caf\xe9", 'price' => 10.0, 'attributes' => ['size' => (object) ['x' => 1]]] + self::ITEM;
        $storage = $this->storage($shelf);
        $storage->putItems('guest', 'default', [7 => $item]);
        $found = $storage->getItems('guest', 'default');

        $this->assertEquals([7 => $item], $found);
        $this->assertSame(10.0, $found[7]['price']);
    }

    private function storage(Shelves $shelf): StorageInterface
    {
        $shop = $shelf === Shelves::Database ? new SqliteShop($this->app) : null;
        // Laravel 10 truncates on SQLite only where some table counts its rows, as in any application one does.
        $shop?->database->statement('create table jobs (id integer primary key autoincrement)');

        return $shelf->storage($this->directory->path, $shop);
    }

    private function tells(Shelves $shelf): bool
    {
        return $shelf->isSession() || $shelf === Shelves::Database || $shelf->isNative();
    }

    private function fill(StorageInterface $storage, string $identifier, string $instance): void
    {
        $storage->putBoth($identifier, $instance, ['mug' => self::ITEM], ['vat' => self::CONDITION]);
        $storage->putMetadata($identifier, $instance, 'note', 'ring twice');
        $storage->putMetadata($identifier, $instance, 'gift', true);
    }

    private function assertFilled(StorageInterface $storage, string $identifier, string $instance): void
    {
        $this->assertTrue($storage->has($identifier, $instance));
        $this->assertSame(['mug' => self::ITEM], $storage->getItems($identifier, $instance));
        $this->assertSame(['vat' => self::CONDITION], $storage->getConditions($identifier, $instance));
        $this->assertSame('ring twice', $storage->getMetadata($identifier, $instance, 'note'));
        $this->assertTrue($storage->getMetadata($identifier, $instance, 'gift'));
    }

    private function assertGone(StorageInterface $storage, string $identifier, string $instance): void
    {
        $this->assertFalse($storage->has($identifier, $instance));
        $this->assertSame([], $storage->getItems($identifier, $instance));
        $this->assertSame([], $storage->getConditions($identifier, $instance));
        $this->assertNull($storage->getMetadata($identifier, $instance, 'note'));
        $this->assertNull($storage->getMetadata($identifier, $instance, 'gift'));
    }
}
