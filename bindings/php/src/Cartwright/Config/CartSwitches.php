<?php

declare(strict_types=1);

namespace Cartwright\Config;

use Cartwright\Native\Abi;
use Cartwright\Native\NativeCart;

/**
 * The branch `cart.switches` of the settings: where the original is odd and somebody may depend on it, the better
 * behaviour is switched on here. docs/switches.md says what each does.
 *
 * @internal
 */
final readonly class CartSwitches
{
    private function __construct(
        public bool $honourConditionOrder,
        public bool $strictParsing,
        public bool $shippingValueIsCost,
    ) {
    }

    public static function current(): self
    {
        return CartSettings::current()->switches;
    }

    /**
     * @param mixed $switches the branch of the settings
     */
    public static function of(mixed $switches): self
    {
        return new self(
            (bool) ($switches['honour_condition_order'] ?? false),
            (bool) ($switches['strict_parsing'] ?? false),
            (bool) ($switches['shipping_value_is_cost'] ?? false),
        );
    }

    /**
     * As an engine is told them when it is opened.
     *
     * @return array<string, bool>
     */
    public function forEngine(): array
    {
        return [
            'honour_condition_order' => $this->honourConditionOrder,
            'strict_parsing' => $this->strictParsing,
        ];
    }

    public function applyTo(NativeCart $cart): void
    {
        $cart->setSwitches($this->honourConditionOrder, Abi::LINE_BY_ID, $this->strictParsing);
    }
}
