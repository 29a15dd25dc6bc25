<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

use Akaunting\Money\Money;
use Cartwright\Money\CartMoney;
use Cartwright\Native\Abi;

/**
 * What the cart costs.
 */
trait CalculatesTotals
{
    /**
     * The items with their conditions, then the cart's conditions on the subtotal.
     */
    public function subtotal(): Money
    {
        return $this->getSubtotal();
    }

    /**
     * The subtotal with the cart's conditions on the total.
     */
    public function total(): Money
    {
        return $this->getTotal();
    }

    /**
     * The sum of price × quantity, without any conditions.
     */
    public function subtotalWithoutConditions(): Money
    {
        return $this->getSubtotalWithoutConditions();
    }

    /**
     * The same as subtotalWithoutConditions().
     */
    public function totalWithoutConditions(): Money
    {
        return $this->getSubtotalWithoutConditions();
    }

    /**
     * What the conditions save; nothing if they cost more than they save.
     */
    public function savings(): Money
    {
        return $this->money(Abi::SUM_SAVINGS);
    }

    /**
     * The amount of subtotal(): rounded, in spite of the name.
     */
    public function getRawSubtotal(): float
    {
        return (float) $this->getSubtotal()->getAmount();
    }

    /**
     * The amount of total(): rounded, in spite of the name.
     */
    public function getRawTotal(): float
    {
        return (float) $this->getTotal()->getAmount();
    }

    /**
     * The amount of subtotalWithoutConditions().
     */
    public function getRawSubtotalWithoutConditions(): float
    {
        return (float) $this->getSubtotalWithoutConditions()->getAmount();
    }

    /**
     * The sum of the quantities.
     */
    public function getTotalQuantity(): int
    {
        return $this->held()->quantity();
    }

    /**
     * The sum of the quantities.
     */
    public function count(): int
    {
        return $this->getTotalQuantity();
    }

    /**
     * How many distinct items.
     */
    public function countItems(): int
    {
        return $this->held()->itemCount();
    }

    /**
     * What subtotal() shows.
     */
    protected function getSubtotal(): Money
    {
        return $this->money(Abi::SUM_SUBTOTAL);
    }

    /**
     * What subtotalWithoutConditions() shows.
     */
    protected function getSubtotalWithoutConditions(): Money
    {
        return $this->money(Abi::SUM_WITHOUT_CONDITIONS);
    }

    /**
     * What total() shows.
     */
    protected function getTotal(): Money
    {
        return $this->money(Abi::SUM_TOTAL);
    }

    private function money(int $sum): Money
    {
        $currency = CartMoney::currency();

        return Money::{$currency}($this->held()->sum($sum, $currency));
    }
}
