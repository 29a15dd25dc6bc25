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
 * A condition was put on the cart, or replaced.
 */
final class CartConditionAdded
{
    use DescribesCondition;
    use Dispatchable;
    use InteractsWithSockets;
    use SerializesModels;

    public function __construct(
        public readonly CartCondition $condition,
        public readonly Cart $cart,
    ) {
    }

    /**
     * What the condition makes of the cart's subtotal as it is now, which already contains the condition.
     */
    public function getConditionImpact(): float
    {
        return $this->condition->getCalculatedValue($this->cart->getRawSubtotal());
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
            'timestamp' => Carbon::now()->toISOString(),
        ];
    }
}
