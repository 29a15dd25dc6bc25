<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Cartwright\Native\Library;
use Cartwright\Native\NativeCart;
use Cartwright\Native\NewCondition;
use Cartwright\Native\NewItem;

/**
 * What is in the carts that are measured, as the engine takes it.
 */
final class NativeGoods
{
    public static function cart(int $items): NativeCart
    {
        $cart = Library::instance()->newCart();
        $cart->setLimits(2000, 1_048_576, 10_000, 255);
        self::fill($cart, $items);

        return $cart;
    }

    public static function fill(NativeCart $cart, int $items): void
    {
        $operations = [];

        foreach (range(1, $items) as $number) {
            [$id, $name, $price, $quantity, $attributes] = Goods::item($number);
            $operations[] = ['op' => 'add'] + compact('id', 'name', 'price', 'quantity', 'attributes');
        }

        foreach (Goods::CONDITIONS as [$name, $type, $target, $value]) {
            $condition = compact('name', 'type', 'target', 'value');
            $operations[] = ['op' => 'add_condition', 'condition' => $condition];
        }

        $cart->apply($operations);
    }

    public static function item(int $number): NewItem
    {
        [$id, $name, $price, $quantity, $attributes] = Goods::item($number);

        return new NewItem($id, $name, $price, $quantity, json_encode($attributes, JSON_THROW_ON_ERROR), null, null, null);
    }

    /**
     * @param array{string, string, string, string} $condition
     */
    public static function condition(array $condition): NewCondition
    {
        [$name, $type, $target, $value] = $condition;

        return new NewCondition($name, $type, $target, $value, null, 0, null);
    }
}
