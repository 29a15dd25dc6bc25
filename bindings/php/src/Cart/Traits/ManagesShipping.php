<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Traits;

use Cartwright\Conditions\WrittenNumber;
use Cartwright\Config\CartSwitches;
use Cartwright\Native\Abi;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Events\CartConditionAdded;

/**
 * What the delivery costs: a condition of which the cart has one.
 *
 * @internal
 */
trait ManagesShipping
{
    /**
     * Puts a shipping cost on the cart, in the place of every other one.
     *
     * @param string|float $value a text that does not begin with one of `+ - * / %` is added
     * @param array<string, mixed> $attributes
     */
    public function addShipping(
        string $name,
        string|float $value,
        string $method = 'standard',
        array $attributes = [],
    ): static {
        if (is_string($value) && ! preg_match('#^[-+*/%]#', $value)) {
            $value = "+{$value}";
        }

        $attributes = array_merge($attributes, ['method' => $method, 'description' => $name]);
        $shipping = new CartCondition($name, 'shipping', 'total', $value, $attributes);

        foreach ($this->held()->setShipping($shipping) as $change) {
            $change->kind === Abi::CHANGE_CONDITION_ADDED
                ? $this->dispatch(new CartConditionAdded($shipping, $this))
                : $this->announce([$change]);
        }

        return $this;
    }

    /**
     * Takes every shipping cost off the cart.
     */
    public function removeShipping(): void
    {
        $this->announce($this->held()->removeShipping());
    }

    /**
     * The shipping cost that is on the cart.
     */
    public function getShipping(): ?CartCondition
    {
        return $this->getConditionsByType('shipping')->first();
    }

    /**
     * The method that was given with the shipping cost.
     */
    public function getShippingMethod(): ?string
    {
        return $this->getShipping()?->getAttribute('method');
    }

    /**
     * The number that stands in the shipping cost: of `+5`, `5%` and `*5` this is 5. With the setting
     * `cart.switches.shipping_value_is_cost`, what it adds to the subtotal.
     */
    public function getShippingValue(): ?float
    {
        $shipping = $this->getShipping();

        return match (true) {
            $shipping === null => null,
            CartSwitches::current()->shippingValueIsCost => $shipping->getCalculatedValue($this->getRawSubtotal()),
            default => WrittenNumber::of($shipping),
        };
    }
}
