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
final class CartSwitches
{
    /** @var array{mixed, self}|null the branch that was read last, and what it comes to */
    private static ?array $last = null;

    private function __construct(
        public readonly bool $honourConditionOrder,
        public readonly bool $strictParsing,
        public readonly bool $shippingValueIsCost,
    ) {
    }

    public static function current(): self
    {
        $switches = CartConfig::get('cart.switches');

        // As with limits: one comparison, as long as nobody changes the settings.
        if (self::$last === null || $switches !== self::$last[0]) {
            self::$last = [$switches, self::of($switches)];
        }

        return self::$last[1];
    }

    private static function of(mixed $switches): self
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
