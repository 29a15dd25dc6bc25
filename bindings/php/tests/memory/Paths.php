<?php

declare(strict_types=1);

namespace Cartwright\Tests\memory;

use Cartwright\Native\Abi;
use Cartwright\Native\ItemUpdate;
use Cartwright\Native\Library;
use Cartwright\Native\NativeCart;
use Cartwright\Native\NewCondition;
use Cartwright\Native\NewItem;
use RuntimeException;
use Throwable;

/**
 * The ways through the bridge: what succeeds, and each way of being refused. None may leave anything behind.
 */
final class Paths
{
    /**
     * @return array<string, callable(): mixed>
     */
    public static function all(): array
    {
        $library = Library::instance();
        $cart = self::cart();
        $latin1 = "Gr\xf6\xdfe";

        return [
            'a cart, from its first item to its columns' => self::purchase(...),
            'a cart of which nothing was asked' => static fn () => $library->newCart(),
            'a cart that is part of a cycle' => static function () use ($library): void {
                $holder = new \stdClass();
                $holder->cart = $library->newCart();
                $holder->self = $holder;
            },
            'texts and amounts of a cart that stays' => static fn () => [
                $cart->content('default', 'USD'), $cart->items(), $cart->item('a'), $cart->item('none'),
                $cart->conditions(), $cart->sum(Abi::SUM_TOTAL, 'USD'), $cart->quantity(), $cart->isPending(),
            ],
            'changes of a cart that stays' => static function () use ($cart): void {
                $cart->add(self::item('b', attributes: '{"colour":"blue"}'));
                $cart->update('b', new ItemUpdate(Abi::QUANTITY_TO, 7, 'Other', '3.50', '{"colour":"red"}'));
                $cart->addCondition(new NewCondition('B', 'tax', 'total', '5%', '{"a":1}', 1, null));
                $cart->removeCondition('B');
                $cart->remove('b');
                $cart->committed();
            },
            'values' => static fn () => [
                $library->parsePrice('$19.99'), $library->itemAmounts(1999, 3, ['-10%', 5.0]),
                $library->checkCondition('A', 'tax', 'total', '5%'), $library->applyCondition('-10%', 22.0),
                $library->formatMoney(1999, 'USD'), $library->currency('EUR'), $library->sum([1, 2.5]),
                $library->multiply(3, 1.1),
            ],
            'refused: an item' => self::refused(static fn () => $cart->add(self::item(quantity: 0))),
            'refused: an item by itself' => self::refused(static fn () => $library->checkItem('', 'A', 1, 1, 9, 255)),
            'refused: an update' => self::refused(
                static fn () => $cart->update('a', new ItemUpdate(Abi::QUANTITY_KEEP, 0, null, -1, null)),
            ),
            'refused: a condition' => self::refused(
                static fn () => $cart->addCondition(new NewCondition('a', 'tax', 'cart', '5%', null, 0, null)),
            ),
            'refused: a condition by itself' => self::refused(
                static fn () => $library->checkCondition('', 'tax', 'total', '5%'),
            ),
            'refused: a model' => self::refused(static fn () => $cart->add(self::item(unknownClass: 'App\\Shirt'))),
            'refused: a number' => self::refused(static fn () => $cart->add(self::item(price: 1e300))),
            'refused: a currency' => self::refused(static fn () => $cart->sum(Abi::SUM_TOTAL, 'XXX')),
            'refused: a currency to read' => self::refused(static fn () => $library->currency('XXX')),
            'refused: bytes that are no text' => self::refused(static fn () => $cart->item($latin1)),
            'refused: JSON that is none' => self::refused(static fn () => $cart->add(self::item(attributes: '{'))),
            'refused: a call' => self::refused(static fn () => $cart->sum(99, 'USD')),
            'refused: division by zero' => self::refused(static fn () => $library->divide(1, 0)),
            'refused: too many items' => self::refused(static function () use ($library): void {
                $small = $library->newCart();
                $small->setLimits(1, 1000, 1000, 255);
                $small->add(self::item('a'));
                $small->add(self::item('b'));
            }),
            'refused: a stored cart' => self::refused(static function () use ($library): void {
                $broken = $library->newCart();
                $broken->load('{"a":{"id":"a","name":"A","price":"free","quantity":1}}', null);
                $broken->items();
            }),
        ];
    }

    private static function purchase(): void
    {
        $cart = self::cart();
        $cart->addCondition(new NewCondition('SALE', 'discount', 'subtotal', '-10%', '{"code":"SALE"}', 0, null));
        $columns = $cart->pendingColumns();
        $cart->committed();
        $again = Library::instance()->newCart();
        $again->load($columns['items'], $columns['conditions']);
        $again->content('default', 'USD');
        $again->forget();
    }

    public static function refused(callable $call): callable
    {
        return static function () use ($call): void {
            try {
                $call();
            } catch (Throwable) {
                return;
            }

            throw new RuntimeException('It was not refused');
        };
    }

    private static function cart(): NativeCart
    {
        $cart = Library::instance()->newCart();
        $cart->add(self::item());

        return $cart;
    }

    private static function item(
        string $id = 'a',
        int|float|string $price = 500,
        int $quantity = 1,
        ?string $attributes = null,
        ?string $unknownClass = null,
    ): NewItem {
        return new NewItem($id, 'A', $price, $quantity, $attributes, null, null, $unknownClass);
    }
}
