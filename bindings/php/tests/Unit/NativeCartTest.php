<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Exceptions\CartTooLargeException;
use Cartwright\Exceptions\CorruptCartException;
use Cartwright\Exceptions\InvalidCallException;
use Cartwright\Exceptions\InvalidTextException;
use Cartwright\Exceptions\NumberOutOfRangeException;
use Cartwright\Exceptions\UnknownCurrencyException;
use Cartwright\Native\Abi;
use Cartwright\Native\ItemUpdate;
use Cartwright\Native\Library;
use Cartwright\Native\NativeCart;
use Cartwright\Native\NewCondition;
use Cartwright\Native\NewItem;
use Cartwright\Storage\Attempt;
use Cartwright\Tests\TestCase;
use Error;
use LogicException;
use MasyukAI\Cart\Exceptions\InvalidCartConditionException;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use MasyukAI\Cart\Exceptions\UnknownModelException;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Throwable;

/**
 * Carts that live in the native library: what comes back when they are refused something, and that they are freed.
 */
final class NativeCartTest extends TestCase
{
    /**
     * @param class-string<Throwable> $class
     * @param callable(NativeCart): mixed $call
     */
    #[Test]
    #[DataProvider('refusals')]
    public function aRefusalIsTheExceptionOfItsKind(string $class, string $message, callable $call): void
    {
        $this->assertRefused($class, $message, static fn () => $call(self::cart()));
    }

    public static function refusals(): array
    {
        return [
            'an item' => [
                InvalidCartItemException::class,
                'Cart item quantity must be a positive integer',
                static fn (NativeCart $cart) => $cart->add(self::item(quantity: 0)),
            ],
            'a condition' => [
                InvalidCartConditionException::class,
                'Condition target must be one of: subtotal, total, item',
                static fn (NativeCart $cart) => $cart->addCondition(new NewCondition('a', 'tax', 'cart', '5%', null, 0, null)),
            ],
            'a model' => [
                UnknownModelException::class,
                'Model App\\Shirt does not exist',
                static fn (NativeCart $cart) => $cart->add(self::item(unknownClass: 'App\\Shirt')),
            ],
            'too many items' => [
                CartTooLargeException::class,
                'Cart cannot contain more than 1 items',
                static function (NativeCart $cart): void {
                    $cart->setLimits(1, 1000, 1000, 255);
                    $cart->add(self::item('b'));
                },
            ],
            'a number' => [
                NumberOutOfRangeException::class,
                'The number 1e300 is beyond the range of an exact decimal (28 digits); use a smaller number',
                static fn (NativeCart $cart) => $cart->add(self::item(price: 1e300)),
            ],
            'a currency' => [
                UnknownCurrencyException::class,
                'Invalid currency "XXX"',
                static fn (NativeCart $cart) => $cart->sum(Abi::SUM_TOTAL, 'XXX'),
            ],
            'a stored cart' => [
                CorruptCartException::class,
                'The stored items of this cart cannot be read: Syntax error at byte 1. Nothing was changed; repair the'
                    . ' row or clear the cart',
                static function (NativeCart $cart): void {
                    $cart->load('{', null);
                    $cart->items();
                },
            ],
            'a call' => [
                InvalidCallException::class,
                '99 is no sum; see cw_sum',
                static fn (NativeCart $cart) => $cart->sum(99, 'USD'),
            ],
        ];
    }

    #[Test]
    public function anExceptionTellsTheValuesThatTheSentenceIsAbout(): void
    {
        try {
            self::cart()->add(self::item(price: 1e300));
            $this->fail('Nothing was thrown');
        } catch (NumberOutOfRangeException $exception) {
            $this->assertSame(['number' => '1e300'], $exception->detail());
        }

        try {
            $cart = Library::instance()->newCart();
            $cart->load('{"a":{"id":"a","name":"A","price":"free","quantity":1}}', null);
            $cart->items();
            $this->fail('Nothing was thrown');
        } catch (CorruptCartException $exception) {
            $this->assertSame(['column' => 'items', 'entry' => 'a'], $exception->detail());
        }
    }

    #[Test]
    public function aRefusalLeavesTheCartAsItWas(): void
    {
        $cart = self::cart();
        $cart->committed();
        $before = $cart->content('default', 'USD');

        foreach (self::refusals() as $kind => [, , $call]) {
            if (! in_array($kind, ['too many items', 'a stored cart'], true)) {
                try {
                    $call($cart);
                    $this->fail('Nothing was thrown');
                } catch (Throwable) {
                    $this->assertSame($before, $cart->content('default', 'USD'));
                    $this->assertFalse($cart->isPending());
                }
            }
        }
    }

    #[Test]
    public function aDefectIsNoAnswerToAChangeWhichCouldBeStored(): void
    {
        $this->assertRefused(
            InvalidCallException::class,
            '99 is no sum; see cw_sum',
            static fn () => Attempt::of(static fn (NativeCart $cart) => $cart->sum(99, 'USD'), self::cart()),
        );
    }

    /**
     * @param callable(NativeCart): mixed $call
     */
    #[Test]
    #[DataProvider('callsWithBytesThatAreNoText')]
    public function bytesThatAreNoTextAreRefused(string $what, callable $call): void
    {
        $this->assertRefused(
            InvalidTextException::class,
            "The {$what} is not valid UTF-8; convert it before it is put into a cart",
            static fn () => $call(self::cart()),
        );
    }

    public static function callsWithBytesThatAreNoText(): array
    {
        $latin1 = "Gr\xf6\xdfe";
        $keep = static fn (?string $name = null, ?string $attributes = null): ItemUpdate
            => new ItemUpdate(Abi::QUANTITY_KEEP, 0, $name, null, $attributes);

        return [
            ["item's id", static fn (NativeCart $cart) => $cart->add(self::item($latin1))],
            ["item's name", static fn (NativeCart $cart) => $cart->add(self::item(name: $latin1))],
            ['price', static fn (NativeCart $cart) => $cart->add(self::item(price: "1\xa4"))],
            ["item's attributes", static fn (NativeCart $cart) => $cart->add(self::item(attributesJson: "\"{$latin1}\""))],
            ["item's id", static fn (NativeCart $cart) => $cart->update($latin1, $keep())],
            ["item's name", static fn (NativeCart $cart) => $cart->update('a', $keep($latin1))],
            ["item's id", static fn (NativeCart $cart) => $cart->remove($latin1)],
            ["item's id", static fn (NativeCart $cart) => $cart->item($latin1)],
            ["condition's name", static fn (NativeCart $cart) => $cart->addCondition(new NewCondition($latin1, 'tax', 'total', '1', null, 0, null))],
            ["condition's name", static fn (NativeCart $cart) => $cart->removeCondition($latin1)],
            ['instance', static fn (NativeCart $cart) => $cart->content($latin1, 'USD')],
            ['currency', static fn (NativeCart $cart) => $cart->sum(Abi::SUM_TOTAL, $latin1)],
        ];
    }

    #[Test]
    public function conditionValuesThatAreNoTextAreRefusedToo(): void
    {
        $this->expectException(InvalidTextException::class);
        $this->expectExceptionMessage('Malformed UTF-8 characters');

        Library::instance()->itemAmounts(1, 1, ["\xff%"]);
    }

    #[Test]
    public function aTextMayHoldAnyCharacterNulToo(): void
    {
        $id = "a\0b";
        $name = "\0„Größe“ \u{2028}😀\0";
        $attributes = ["\0key" => "\0value", 'nested' => ['' => "\u{7f}"]];
        $cart = self::cart();
        $cart->add(self::item($id, $name, attributesJson: json_encode($attributes, JSON_THROW_ON_ERROR)));

        $again = Library::instance()->newCart();
        $again->load($cart->pendingColumns()['items'], null);

        $this->assertSame($id, $again->item($id)['id']);
        $this->assertSame($name, $again->item($id)['name']);
        $this->assertSame($attributes, $again->item($id)['attributes']);
        $this->assertSame([['a', $id], 2], [array_keys($again->items()), $again->itemCount()]);
        $this->assertSame("\0", $again->content("\0", 'USD')['instance']);
    }

    #[Test]
    public function memoryDoesNotGrowWithTheCartsThatWereMade(): void
    {
        $shop = static function (int $carts): void {
            for ($made = 0; $made < $carts; $made++) {
                $cart = self::cart();
                $cart->addCondition(new NewCondition('a', 'discount', 'subtotal', '-10%', null, 0, null));
                $cart->content('default', 'USD');
                $cart->pendingColumns();
                $cart->remove('a');

                try {
                    $cart->add(self::item(quantity: 0));
                } catch (InvalidCartItemException) {
                }
            }
        };
        $shop(2_000);
        $before = self::residentKilobytes();
        $shop(20_000);

        // A single byte that each cart left behind in a block of its own would be 32 bytes × 20 000: 640 kB.
        $this->assertLessThan(512, self::residentKilobytes() - $before);
    }

    private static function residentKilobytes(): int
    {
        gc_collect_cycles();
        $pages = (int) explode(' ', (string) file_get_contents('/proc/self/statm'))[1];

        return $pages * 4;
    }

    #[Test]
    public function neitherTheLibraryNorACartCanBeCopied(): void
    {
        foreach ([Library::instance(), self::cart()] as $one) {
            try {
                $copy = clone $one;
                $this->fail($copy::class . ' was cloned');
            } catch (Error $error) {
                $this->assertStringContainsString('private', $error->getMessage());
            }
        }
    }

    #[Test]
    public function neitherTheLibraryNorACartCanBeSerialized(): void
    {
        $this->assertRefused(
            LogicException::class,
            'The native library belongs to this process only and cannot be serialized',
            static fn () => serialize(Library::instance()),
        );
        $this->assertRefused(
            LogicException::class,
            'A native cart lives in this process only and cannot be serialized',
            static fn () => serialize(self::cart()),
        );
    }

    #[Test]
    #[DataProvider('texts')]
    public function noTextBecomesOne(string $class, string $text): void
    {
        $this->expectException(LogicException::class);
        $this->expectExceptionMessage('cannot be serialized');

        unserialize(sprintf($text, strlen($class), $class));
    }

    public static function texts(): array
    {
        return [
            [Library::class, 'O:%d:"%s":0:{}'],
            [NativeCart::class, 'O:%d:"%s":0:{}'],
        ];
    }

    /**
     * A cart with the item "a".
     */
    private static function cart(): NativeCart
    {
        $cart = Library::instance()->newCart();
        $cart->add(self::item());

        return $cart;
    }

    private static function item(
        string $id = 'a',
        string $name = 'A',
        int|float|string|null $price = 5,
        int $quantity = 1,
        ?string $attributesJson = null,
        ?string $unknownClass = null,
    ): NewItem {
        return new NewItem($id, $name, $price, $quantity, $attributesJson, null, null, $unknownClass);
    }
}
