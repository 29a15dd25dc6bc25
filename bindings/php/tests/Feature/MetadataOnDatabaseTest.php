<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use Cartwright\Exceptions\CorruptCartException;
use Cartwright\Tests\Support\DatabaseTestCase;
use Cartwright\Tests\Support\OvertakenStorage;
use Cartwright\Tests\Support\TestDatabase;
use Illuminate\Database\Events\QueryExecuted;
use InvalidArgumentException;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Exceptions\CartConflictException;
use MasyukAI\Cart\Storage\DatabaseStorage;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * The metadata of a cart as a column of its row: stored at the identity that was read, like everything else.
 */
final class MetadataOnDatabaseTest extends DatabaseTestCase
{
    /**
     * @return array<string, array{TestDatabase}>
     */
    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aValueOfAnotherRequestIsNotLost(TestDatabase $on): void
    {
        $this->openOn($on);
        $cart = $this->cart();
        $cart->add('apple', 'Apple', 20.0);
        $cart->setMetadata('note', 'x');
        $this->rivalCart()->setMetadata('coupon', 'SPRING');

        $cart->setMetadata('source', 'mail');

        foreach (['note' => 'x', 'coupon' => 'SPRING', 'source' => 'mail'] as $key => $value) {
            $this->assertSame($value, $this->rivalCart()->getMetadata($key));
        }
        $this->assertHolds(['apple' => 1], $this->stored());
    }

    #[Test]
    #[DataProvider('databases')]
    public function anItemThatIsAddedMeanwhileIsNotLost(TestDatabase $on): void
    {
        $this->openOn($on);
        $cart = $this->cart();
        $cart->setMetadata('note', 'x');
        $this->rivalCart()->add('pear', 'Pear', 10.0);

        $cart->setMetadata('note', 'y');
        $cart->add('apple', 'Apple', 20.0);

        $this->assertHolds(['apple' => 1, 'pear' => 1], $this->stored());
        $this->assertSame('y', $this->rivalCart()->getMetadata('note'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function settingIsOneReadAndOneWriteAndReadingIsOneRead(TestDatabase $on): void
    {
        $this->openOn($on);
        $cart = $this->cart();
        $statements = [];
        $this->database->listen(static function (QueryExecuted $query) use (&$statements): void {
            if ($query->connectionName === 'shop') {
                $statements[] = explode(' ', $query->sql)[0];
            }
        });

        $cart->setMetadata('note', 'x');
        $this->cart()->setMetadata('note', 'y');
        $this->cart()->getMetadata('note');
        $cart->getMetadata('note');
        $cart->setMetadata('note', 'z');
        $cart->setMetadata('note', 'z');

        $this->assertSame(
            ['select', 'insert', 'select', 'update', 'select', 'select', 'update', 'select'],
            $statements,
        );
    }

    #[Test]
    #[DataProvider('databases')]
    public function inATransactionThatIsRolledBackNothingStays(TestDatabase $on): void
    {
        $this->openOn($on);
        $cart = $this->cart();
        $cart->setMetadata('note', 'x');

        try {
            $this->database->transaction(function () use ($cart): void {
                $cart->setMetadata('note', 'y');
                $this->assertSame('y', $cart->getMetadata('note'));

                throw new RuntimeException('no');
            });
        } catch (RuntimeException) {
            $this->assertSame('x', $cart->getMetadata('note'));
        }

        $cart->setMetadata('coupon', 'SPRING');
        $this->assertSame('x', $this->rivalCart()->getMetadata('note'));
    }

    #[Test]
    public function theTextIsWhatTheOriginalWrites(): void
    {
        $this->openOn(TestDatabase::SqliteWal);
        $cart = $this->cart();
        $cart->setMetadataBatch(['note' => 'größe/é', 'price' => 10.0, 'list' => [], 'gone' => 1]);
        $cart->removeMetadata('gone')->removeMetadata('unknown');

        $this->assertSame(
            '{"note":"gr\u00f6\u00dfe\/\u00e9","price":10,"list":[],"gone":null,"unknown":null}',
            $this->row()->metadata,
        );
        $this->assertNull($this->row()->items);
    }

    #[Test]
    public function whatJsonCannotHoldIsRefusedInTheStoragesWords(): void
    {
        $this->openOn(TestDatabase::SqliteWal);
        $cart = $this->cart();
        $cart->add('apple', 'Apple', 20.0);
        $before = (array) $this->row();
        $calls = [
            'Malformed UTF-8 characters, possibly incorrectly encoded' => fn () => $cart->setMetadata('note', "\xff"),
            'Inf and NaN cannot be JSON encoded' => fn () => $cart->setMetadata('note', NAN),
        ];

        foreach ($calls as $reason => $call) {
            $message = "Cannot validate metadata data size: {$reason}";
            $this->assertRefused(InvalidArgumentException::class, $message, $call);
        }

        $this->assertRefused(
            InvalidArgumentException::class,
            'Cannot validate metadata data size: Malformed UTF-8 characters, possibly incorrectly encoded',
            fn () => $cart->setMetadata("\xff", 'note'),
        );
        $this->assertNull($cart->getMetadata("\xff"));
        $this->assertSame($before, (array) $this->row());
    }

    #[Test]
    public function whatIsTooLargeIsRefusedAndTheCartGoesOn(): void
    {
        $this->openOn(TestDatabase::SqliteWal);
        $cart = $this->cart();
        $cart->setMetadata('note', 'x');
        config(['cart.limits.max_data_size_bytes' => 100]);

        $this->assertRefused(
            InvalidArgumentException::class,
            'Cart metadata data size (126 bytes) exceeds maximum allowed size of 100 bytes',
            fn () => $cart->setMetadata('long', str_repeat('x', 104)),
        );

        $this->assertSame('x', $cart->getMetadata('note'));
        $this->assertFalse($cart->hasMetadata('long'));
        $cart->setMetadata('note', 'y');
        $this->assertSame('y', $this->rivalCart()->getMetadata('note'));
    }

    #[Test]
    public function aConflictInATransactionNamesTheMetadata(): void
    {
        $this->openOn(TestDatabase::SqliteWal);
        $this->cart()->setMetadata('note', 'x');
        $storage = new OvertakenStorage($this->database, static fn (): bool => true);
        $cart = new Cart($storage, 'customer');

        try {
            $this->database->transaction(fn () => $cart->setMetadata('note', 'y'));
            $this->fail('Nothing was thrown.');
        } catch (CartConflictException $conflict) {
            $this->assertSame('Cart was modified by another request during metadata update', $conflict->getMessage());
        }
    }

    #[Test]
    public function metadataThatAreNoJsonAreLeftAsTheyAre(): void
    {
        $this->openOn(TestDatabase::SqliteWal);
        $this->cart()->setMetadata('note', 'x');
        $this->database->table('carts')->update(['metadata' => '{note']);

        try {
            $this->cart()->setMetadata('note', 'y');
            $this->fail('Nothing was thrown.');
        } catch (CorruptCartException $corrupt) {
            $this->assertStringContainsString('metadata', $corrupt->getMessage());
        }

        $this->assertSame('{note', $this->row()->metadata);
    }

    /**
     * @return array<string, array{?string}>
     */
    public static function nothing(): array
    {
        return [
            'NULL' => [null], 'an empty text' => [''], 'a zero' => ['0'], 'an empty list' => ['[]'],
            'an empty object' => ['{}'], 'null' => ['null'],
        ];
    }

    #[Test]
    #[DataProvider('nothing')]
    public function whatTheOriginalReadsAsNoMetadataAreNone(?string $text): void
    {
        $this->openOn(TestDatabase::SqliteWal);
        $this->cart()->add('apple', 'Apple', 20.0);
        $this->database->table('carts')->update(['metadata' => $text]);
        $cart = $this->cart();

        $this->assertNull($cart->getMetadata('note'));
        $cart->setMetadata('note', 'x');
        $this->assertSame('{"note":"x"}', $this->row()->metadata);
        $this->assertSame('x', (new DatabaseStorage($this->database))->getMetadata('customer', 'default', 'note'));
    }
}
