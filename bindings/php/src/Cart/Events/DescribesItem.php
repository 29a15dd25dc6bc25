<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Events;

/**
 * What the two events about an item's conditions tell of the item, as it is at the time of asking.
 *
 * @internal
 */
trait DescribesItem
{
    /**
     * What the condition makes of the item's subtotal as it is now, so of one that already contains a condition that
     * was added; 0 if the item is gone.
     */
    public function getConditionImpact(): float
    {
        $item = $this->cart->get($this->itemId);

        return $item === null ? 0.0 : $this->condition->getCalculatedValue($item->getRawSubtotal());
    }

    /**
     * @return array<string, mixed>
     */
    private function describeItem(): array
    {
        $item = $this->cart->get($this->itemId);

        return [
            'id' => $this->itemId,
            'name' => $item?->name,
            'quantity' => $item?->quantity,
            'subtotal' => $item?->getRawSubtotal(),
        ];
    }
}
