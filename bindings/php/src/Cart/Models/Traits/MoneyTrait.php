<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Models\Traits;

use Akaunting\Money\Money;
use Cartwright\Config\CartSwitches;
use Cartwright\Money\CartMoney;
use Cartwright\Native\ItemAmounts;
use Cartwright\Native\Library;

/**
 * What an item costs: as plain numbers (raw, unrounded) and as Money. The engine computes it.
 */
trait MoneyTrait
{
    /**
     * The price of one with the item's conditions, at least 0. Whole if the price was and the result is.
     */
    public function getRawPrice(): float|int
    {
        return $this->conditions->isEmpty() ? $this->price : $this->amounts()->price;
    }

    /**
     * The price.
     */
    public function getRawPriceWithoutConditions(): float|int
    {
        return $this->price;
    }

    /**
     * The price with its conditions, times the quantity.
     */
    public function getRawSubtotal(): float|int
    {
        return $this->conditions->isEmpty()
            ? $this->getRawSubtotalWithoutConditions()
            : $this->amounts()->subtotal;
    }

    /**
     * The price times the quantity.
     */
    public function getRawSubtotalWithoutConditions(): float|int
    {
        return Library::instance()->multiply($this->price, $this->quantity);
    }

    /**
     * getRawPrice() as Money.
     */
    public function getPrice(): Money
    {
        return CartMoney::of($this->getRawPrice());
    }

    /**
     * getRawPriceWithoutConditions() as Money.
     */
    public function getPriceWithoutConditions(): Money
    {
        return CartMoney::of($this->price);
    }

    /**
     * getRawSubtotal() as Money.
     */
    public function getSubtotal(): Money
    {
        return CartMoney::of($this->getRawSubtotal());
    }

    /**
     * getRawSubtotalWithoutConditions() as Money.
     */
    public function getSubtotalWithoutConditions(): Money
    {
        return CartMoney::of($this->getRawSubtotalWithoutConditions());
    }

    /**
     * What the conditions take off the subtotal, at least 0.
     */
    public function getDiscountAmount(): Money
    {
        return CartMoney::of($this->amounts()->discount);
    }

    /**
     * The same as getSubtotal().
     */
    public function subtotal(): Money
    {
        return $this->getSubtotal();
    }

    /**
     * The same as getSubtotal().
     */
    public function total(): Money
    {
        return $this->getSubtotal();
    }

    /**
     * The same as getDiscountAmount().
     */
    public function discountAmount(): Money
    {
        return $this->getDiscountAmount();
    }

    private function amounts(): ItemAmounts
    {
        $conditions = CartSwitches::current()->honourConditionOrder
            ? $this->conditions->sortByOrder()
            : $this->conditions;

        return Library::instance()->itemAmounts($this->price, $this->quantity, $conditions->conditionValues());
    }
}
