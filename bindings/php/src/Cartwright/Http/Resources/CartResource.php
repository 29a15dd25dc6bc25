<?php

declare(strict_types=1);

namespace Cartwright\Http\Resources;

use Akaunting\Money\Money;
use Illuminate\Http\Resources\Json\JsonResource;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\CartManager;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Models\CartItem;

/**
 * A cart as a page or an app shows it: what is in it, what it costs, each amount also as text.
 *
 * Not whose it is: the identifier may be the id of a session.
 *
 * @property Cart $resource
 */
class CartResource extends JsonResource
{
    public function __construct(Cart|CartManager $cart)
    {
        parent::__construct($cart instanceof CartManager ? $cart->getCurrentCart() : $cart);
    }

    /**
     * @return array<string, mixed>
     */
    public function toArray($request): array
    {
        $cart = $this->resource;
        $items = $cart->getItems();
        $total = $cart->total();

        return [
            'instance' => $cart->instance(),
            'items' => array_values($items->map(self::item(...))->all()),
            'conditions' => array_values($cart->getConditions()->map(self::condition(...))->all()),
            'quantity' => $items->getTotalQuantity(),
            'count' => $items->count(),
            'is_empty' => $items->isEmpty(),
            'currency' => $total->getCurrency()->getCurrency(),
            'subtotal' => self::amount($cart->subtotal()),
            'savings' => self::amount($cart->savings()),
            'total' => self::amount($total),
        ];
    }

    /**
     * @return array<string, mixed>
     */
    private static function item(CartItem $item): array
    {
        return [
            'id' => $item->id,
            'name' => $item->name,
            'quantity' => $item->quantity,
            'attributes' => (object) $item->attributes->all(),
            'conditions' => array_values($item->conditions->map(self::condition(...))->all()),
            'price' => self::amount($item->getPrice()),
            'subtotal' => self::amount($item->getSubtotal()),
        ];
    }

    /**
     * @return array<string, mixed>
     */
    private static function condition(CartCondition $condition): array
    {
        return [
            'name' => $condition->getName(),
            'type' => $condition->getType(),
            'target' => $condition->getTarget(),
            'value' => $condition->getValue(),
        ];
    }

    /**
     * @return array{amount: int|float, formatted: string}
     */
    private static function amount(Money $money): array
    {
        return ['amount' => $money->getAmount(), 'formatted' => $money->format()];
    }
}
