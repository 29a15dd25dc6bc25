<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\TestDatabase;
use Closure;
use Illuminate\Database\QueryException;
use InvalidArgumentException;
use MasyukAI\Cart\Exceptions\CartConflictException;
use MasyukAI\Cart\Storage\DatabaseStorage;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Psr\Log\AbstractLogger;
use RuntimeException;
use Stringable;

/**
 * The storage as programs use it that work with it directly.
 */
final class DatabaseStorageTest extends DatabaseTestCase
{
    private const APPLE = [
        'id' => 'apple', 'name' => 'Äpfel/rot', 'price' => 10.0, 'quantity' => 2, 'attributes' => ['size' => 'L'],
        'conditions' => [], 'associated_model' => null,
    ];

    private const SALE = [
        'name' => 'SALE', 'type' => 'discount', 'target' => 'subtotal', 'value' => '-10%', 'attributes' => [],
        'order' => 0, 'rules' => null,
        'operator' => '%', 'parsed_value' => -0.1, 'is_discount' => true, 'is_charge' => false,
        'is_percentage' => true, 'is_dynamic' => false,
    ];

    private DatabaseStorage $storage;

    /**
     * @return array<string, array{TestDatabase}>
     */
    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    /**
     * Databases on which somebody else can commit between two of our statements.
     *
     * @return array<string, array{TestDatabase}>
     */
    public static function servers(): array
    {
        return TestDatabase::rows(
            TestDatabase::MariaDb,
            TestDatabase::MariaDbSnapshotIsolation,
            TestDatabase::PostgresReadCommitted,
        );
    }

    #[Test]
    #[DataProvider('databases')]
    public function whatIsPutIsGot(TestDatabase $on): void
    {
        $this->open($on);
        $this->storage->putItems('customer', 'default', ['apple' => self::APPLE]);
        $this->storage->putConditions('customer', 'default', ['SALE' => self::SALE]);

        // A whole float comes back as a number without a fraction, as it is written.
        $this->assertSame(['apple' => array_replace(self::APPLE, ['price' => 10])], $this->items());
        $this->assertSame(['SALE' => self::SALE], $this->storage->getConditions('customer', 'default'));
        $this->assertSame(2, (int) $this->row()->version);
    }

    #[Test]
    #[DataProvider('databases')]
    public function itemsAndConditionsPutTogetherAreOneVersion(TestDatabase $on): void
    {
        $this->open($on);
        $this->storage->putBoth('customer', 'default', ['apple' => self::APPLE], ['SALE' => self::SALE]);
        $this->storage->putBoth('customer', 'default', [], []);

        $this->assertSame(2, (int) $this->row()->version);
        $this->assertSame([], $this->items());
        $this->assertSame([], $this->storage->getConditions('customer', 'default'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function theStoredTextIsTheOriginals(TestDatabase $on): void
    {
        $this->open($on);
        $this->storage->putItems('customer', 'default', ['apple' => self::APPLE]);

        $this->assertSame(
            '{"apple":{"id":"apple","name":"\u00c4pfel\/rot","price":10,"quantity":2,"attributes":{"size":"L"},'
            . '"conditions":[],"associated_model":null}}',
            $this->row()->items,
        );
        $this->assertNull($this->row()->conditions);

        $this->storage->putItems('customer', 'default', []);
        $this->assertNull($this->row()->items);
        $this->storage->putBoth('customer', 'default', [], []);
        $this->assertSame('[]', $this->row()->items);
        $this->assertNull($this->row()->conditions);
    }

    #[Test]
    #[DataProvider('databases')]
    public function metadataIsKeptByKeyAndANullToo(TestDatabase $on): void
    {
        $this->open($on);
        $this->storage->putMetadata('customer', 'default', 'note', 'ring twice');
        $this->storage->putMetadata('customer', 'default', 'gift', false);
        $this->storage->putMetadata('customer', 'default', 'coupon', null);

        $this->assertSame('ring twice', $this->storage->getMetadata('customer', 'default', 'note'));
        $this->assertFalse($this->storage->getMetadata('customer', 'default', 'gift'));
        $this->assertNull($this->storage->getMetadata('customer', 'default', 'unknown'));
        $this->assertSame('{"note":"ring twice","gift":false,"coupon":null}', $this->row()->metadata);
        $this->assertTrue($this->storage->has('customer', 'default'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function forgettingTakesOneInstanceOrAll(TestDatabase $on): void
    {
        $this->open($on);

        foreach (['default', 'wishlist', 'quote'] as $instance) {
            $this->storage->putItems('customer', $instance, ['apple' => self::APPLE]);
        }

        $this->storage->putItems('guest', 'default', ['apple' => self::APPLE]);
        $this->assertEqualsCanonicalizing(['default', 'wishlist', 'quote'], $this->storage->getInstances('customer'));

        $this->storage->forget('customer', 'wishlist');
        $this->assertFalse($this->storage->has('customer', 'wishlist'));
        $this->assertTrue($this->storage->has('customer', 'quote'));

        $this->storage->forgetIdentifier('customer');
        $this->assertSame([], $this->storage->getInstances('customer'));
        $this->assertTrue($this->storage->has('guest', 'default'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function aCartThatIsNotThereIsEmpty(TestDatabase $on): void
    {
        $this->open($on);

        $this->assertFalse($this->storage->has('customer', 'default'));
        $this->assertSame([], $this->items());
        $this->assertSame([], $this->storage->getConditions('customer', 'default'));
        $this->assertNull($this->storage->getMetadata('customer', 'default', 'note'));
        $this->assertFalse($this->storage->swapIdentifier('customer', 'guest', 'default'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function aSwapMovesTheWholeCartInThePlaceOfTheOneThere(TestDatabase $on): void
    {
        $this->open($on);
        $this->storage->putItems('guest', 'default', ['apple' => self::APPLE]);
        $this->storage->putMetadata('guest', 'default', 'note', 'ring twice');
        $this->storage->putConditions('customer', 'default', ['SALE' => self::SALE]);
        $before = $this->row('guest');

        $this->assertTrue($this->storage->swapIdentifier('guest', 'customer', 'default'));

        $this->assertFalse($this->storage->has('guest', 'default'));
        $moved = $this->row();
        $this->assertSame($before->items, $moved->items);
        $this->assertSame($before->metadata, $moved->metadata);
        $this->assertSame($before->version, $moved->version);
        $this->assertNull($moved->conditions);
        $this->assertNotSame($before->id, $moved->id);
    }

    #[Test]
    #[DataProvider('databases')]
    public function aSwapOntoItselfKeepsTheCart(TestDatabase $on): void
    {
        $this->open($on);
        $this->storage->putItems('customer', 'default', ['apple' => self::APPLE]);
        $before = (array) $this->row();

        $this->assertTrue($this->storage->swapIdentifier('customer', 'customer', 'default'));

        $this->assertSame($before, (array) $this->row());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aSwapWhoseSourceVanishesMeanwhileKeepsTheTarget(TestDatabase $on): void
    {
        $this->open($on);
        $this->storage->putItems('customer', 'default', ['apple' => self::APPLE]);
        $this->storage->putItems('guest', 'default', ['apple' => self::APPLE]);
        $this->rivalActsBefore('delete', fn (DatabaseStorage $rival) => $rival->forget('guest', 'default'));

        $this->assertFalse($this->storage->swapIdentifier('guest', 'customer', 'default'));

        $this->assertSame(['apple'], array_keys($this->items()));
    }

    #[Test]
    #[DataProvider('databases')]
    public function flushingEmptiesTheTableInTestingAndLocalOnly(TestDatabase $on): void
    {
        $this->open($on);
        // Laravel 10 truncates on SQLite only where some table counts its rows, as in any application one does.
        $schema = $this->database->getSchemaBuilder();
        $schema->dropIfExists('users');
        $schema->create('users', static fn ($table) => $table->id());
        $this->storage->putItems('customer', 'default', ['apple' => self::APPLE]);

        foreach (['production', 'staging', null] as $environment) {
            $environment === null ? $this->app->forgetInstance('env') : $this->app->instance('env', $environment);
            $this->assertRefused(
                RuntimeException::class,
                'Flush operation is only allowed in testing and local environments',
                fn () => $this->storage->flush(),
            );
            $this->assertTrue($this->storage->has('customer', 'default'));
        }

        foreach (['testing', 'local'] as $environment) {
            $this->app->instance('env', $environment);
            $this->storage->putItems('customer', 'default', ['apple' => self::APPLE]);
            $this->storage->flush();
            $this->assertFalse($this->storage->has('customer', 'default'));
        }
    }

    #[Test]
    #[DataProvider('databases')]
    public function whatIsOverALimitIsRefusedAndNotStored(TestDatabase $on): void
    {
        $this->open($on);
        config(['cart.limits.max_items' => 1, 'cart.limits.max_data_size_bytes' => 300]);
        $refusals = [
            'Cart cannot contain more than 1 items' => fn () => $this->storage->putItems(
                'customer',
                'default',
                ['a' => self::APPLE, 'b' => self::APPLE],
            ),
            'Cart items data size (402 bytes) exceeds maximum allowed size of 300 bytes' =>
                fn () => $this->storage->putBoth('customer', 'default', [str_repeat('x', 400)], []),
            'Cart conditions data size (402 bytes) exceeds maximum allowed size of 300 bytes' =>
                fn () => $this->storage->putConditions('customer', 'default', [str_repeat('x', 398)]),
            'Cart metadata data size (409 bytes) exceeds maximum allowed size of 300 bytes' =>
                fn () => $this->storage->putMetadata('customer', 'default', 'k', str_repeat('x', 401)),
            'Cannot validate items data size: Inf and NaN cannot be JSON encoded' => fn () => $this->storage->putItems(
                'customer',
                'default',
                ['a' => NAN],
            ),
        ];

        foreach ($refusals as $message => $call) {
            try {
                $call();
                $this->fail("Nothing was thrown; expected: {$message}");
            } catch (InvalidArgumentException $refusal) {
                $this->assertSame(
                    preg_replace('/\d+ bytes\)/', 'N bytes)', $message),
                    preg_replace('/\d+ bytes\)/', 'N bytes)', $refusal->getMessage()),
                );
            }
        }

        $this->assertNull($this->row());
    }

    #[Test]
    public function textThatIsNoJsonIsLoggedAndReadAsNothing(): void
    {
        $this->open(TestDatabase::SqliteWal);
        $log = new class () extends AbstractLogger {
            /** @var list<array{string, string, array<string, mixed>}> */
            public array $entries = [];

            public function log($level, string|Stringable $message, array $context = []): void
            {
                $this->entries[] = [$level, (string) $message, $context];
            }
        };
        $this->app->instance('log', $log);
        $row = ['id' => '1', 'identifier' => 'customer', 'conditions' => '0', 'metadata' => '7'];
        $this->database->table('carts')->insert(['items' => '{'] + $row);

        $this->assertSame([], $this->items());
        $this->assertSame([], $this->storage->getConditions('customer', 'default'));
        $this->assertNull($this->storage->getMetadata('customer', 'default', 'note'));
        $this->assertSame(
            [['error', 'Failed to decode items JSON', ['type' => 'items', 'error' => 'Syntax error']]],
            $log->entries,
        );
    }

    /**
     * @return array<string, array{TestDatabase, string, callable(DatabaseStorage): void}>
     */
    public static function writes(): array
    {
        $rows = [];
        $writes = [
            'items update' => static fn (DatabaseStorage $storage) => $storage->putItems(
                'customer',
                'default',
                ['apple' => self::APPLE],
            ),
            'conditions update' => static fn (DatabaseStorage $storage) => $storage->putConditions(
                'customer',
                'default',
                ['SALE' => self::SALE],
            ),
            'both items and conditions update' => static fn (DatabaseStorage $storage) => $storage->putBoth(
                'customer',
                'default',
                [],
                [],
            ),
            'metadata update' => static fn (DatabaseStorage $storage) => $storage->putMetadata(
                'customer',
                'default',
                'note',
                'ours',
            ),
        ];

        foreach ([TestDatabase::MariaDb, TestDatabase::PostgresReadCommitted] as $on) {
            foreach ($writes as $operation => $write) {
                $rows["{$operation}, on {$on->value}"] = [$on, $operation, $write];
            }
        }

        return $rows;
    }

    #[Test]
    #[DataProvider('writes')]
    public function aRivalBetweenReadingAndWritingTheRowIsAConflict(
        TestDatabase $on,
        string $operation,
        callable $write,
    ): void {
        $this->open($on);
        $this->storage->putMetadata('customer', 'default', 'kept', true);
        $this->rivalActsBefore('update', fn (DatabaseStorage $rival) => $rival->putMetadata(
            'customer',
            'default',
            'note',
            'the rival\'s',
        ));

        try {
            $write($this->storage);
            $this->fail('The rival was overwritten.');
        } catch (CartConflictException $conflict) {
            $this->assertSame("Cart was modified by another request during {$operation}", $conflict->getMessage());
            $this->assertSame(409, $conflict->getCode());
            $this->assertSame(1, $conflict->getAttemptedVersion());
        }

        $this->assertSame('the rival\'s', $this->storage->getMetadata('customer', 'default', 'note'));
    }

    #[Test]
    #[DataProvider('servers')]
    public function metadataThatARivalStoresWhileWeReadOursIsNotOverwritten(TestDatabase $on): void
    {
        $this->open($on);
        $this->storage->putMetadata('customer', 'default', 'kept', true);
        $this->rivalActsBefore('select', fn (DatabaseStorage $rival) => $rival->putMetadata(
            'customer',
            'default',
            'theirs',
            true,
        ), after: 1);

        try {
            $this->storage->putMetadata('customer', 'default', 'ours', true);
        } catch (CartConflictException|QueryException) {
            // The rival was first, which is what this is about; MariaDB may say so by itself.
        }

        $this->assertTrue($this->storage->getMetadata('customer', 'default', 'theirs'));
    }

    /**
     * @return array<string, array{TestDatabase}>
     */
    public static function insertRaces(): array
    {
        return TestDatabase::rows(TestDatabase::MariaDb, TestDatabase::PostgresReadCommitted);
    }

    #[Test]
    #[DataProvider('insertRaces')]
    public function twoFirstWritesAtOnceAreAConflict(TestDatabase $on): void
    {
        $this->open($on);
        $this->rivalActsBefore('insert', fn (DatabaseStorage $rival) => $rival->putItems('customer', 'default', []));

        try {
            $this->storage->putItems('customer', 'default', ['apple' => self::APPLE]);
            $this->fail('Two carts of one customer.');
        } catch (CartConflictException $conflict) {
            $this->assertSame('Cart was modified by another request during items update', $conflict->getMessage());
            $this->assertSame(0, $conflict->getAttemptedVersion());
            $this->assertSame(1, $conflict->getCurrentVersion());
        }

        $this->assertSame([], $this->items());
    }

    private function open(TestDatabase $on): void
    {
        $this->openOn($on);
        $this->storage = new DatabaseStorage($this->database);
    }

    /**
     * @return array<array-key, mixed>
     */
    private function items(): array
    {
        return $this->storage->getItems('customer', 'default');
    }

    /**
     * A rival commits just before the first statement of a kind that we send, or before a later one.
     */
    private function rivalActsBefore(string $kind, Closure $act, int $after = 0): void
    {
        $rival = new DatabaseStorage($this->connection('rival'));
        $this->database->beforeExecuting(function (string $statement) use ($kind, $act, $rival, &$after): void {
            if (str_starts_with($statement, $kind) && $after-- === 0) {
                $act($rival);
            }
        });
    }
}
