<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Events;

/**
 * What the four events about conditions tell in the same words. Totals are those of the time of asking.
 *
 * @internal
 */
trait DescribesCondition
{
    /**
     * @return array<string, mixed>
     */
    private function describeCondition(): array
    {
        return [
            'name' => $this->condition->getName(),
            'type' => $this->condition->getType(),
            'value' => $this->condition->getValue(),
            'target' => $this->condition->getTarget(),
        ];
    }

    /**
     * @return array<string, mixed>
     */
    private function describeCart(): array
    {
        return [
            'instance' => $this->cart->instance(),
            'items_count' => $this->cart->countItems(),
            'total_quantity' => $this->cart->getTotalQuantity(),
            'subtotal' => $this->cart->getRawSubtotal(),
            'total' => $this->cart->getRawTotal(),
        ];
    }
}
