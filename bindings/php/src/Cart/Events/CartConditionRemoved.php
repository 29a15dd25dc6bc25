<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Events;

use Illuminate\Broadcasting\InteractsWithSockets;
use Illuminate\Foundation\Events\Dispatchable;
use Illuminate\Queue\SerializesModels;
use Illuminate\Support\Carbon;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;

/**
 * A condition was taken off the cart.
 */
final class CartConditionRemoved
{
    use DescribesCondition;
    use Dispatchable;
    use InteractsWithSockets;
    use SerializesModels;

    public function __construct(
        public readonly CartCondition $condition,
        public readonly Cart $cart,
        public readonly ?string $reason = null,
    ) {
    }

    /**
     * What the condition makes of the cart's subtotal as it is now, without the condition.
     */
    public function getConditionImpact(): float
    {
        return $this->condition->getCalculatedValue($this->cart->getRawSubtotal());
    }

    /**
     * What the customer no longer saves; 0 if the condition was no discount.
     */
    public function getLostSavings(): float
    {
        return $this->condition->isDiscount() ? abs($this->getConditionImpact()) : 0.0;
    }

    /**
     * For logs and queues; totals are those of the moment in which this is called.
     *
     * @return array<string, mixed>
     */
    public function toArray(): array
    {
        return [
            'condition' => $this->describeCondition(),
            'cart' => $this->describeCart(),
            'impact' => $this->getConditionImpact(),
            'lost_savings' => $this->getLostSavings(),
            'reason' => $this->reason,
            'timestamp' => Carbon::now()->toISOString(),
        ];
    }
}
