<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Events;

use Illuminate\Broadcasting\InteractsWithSockets;
use Illuminate\Foundation\Events\Dispatchable;
use Illuminate\Queue\SerializesModels;
use Illuminate\Support\Carbon;
use MasyukAI\Cart\Cart;

/**
 * Something in the cart changed; follows the event that says what.
 */
final class CartUpdated
{
    use Dispatchable;
    use InteractsWithSockets;
    use SerializesModels;

    public function __construct(
        public readonly Cart $cart,
        public readonly ?string $reason = null,
    ) {
    }

    /**
     * For logs and queues; totals are those of the moment in which this is called.
     *
     * @return array<string, mixed>
     */
    public function toArray(): array
    {
        return [
            'identifier' => $this->cart->getIdentifier(),
            'instance_name' => $this->cart->instance(),
            'reason' => $this->reason,
            'items_count' => $this->cart->countItems(),
            'total_quantity' => $this->cart->getTotalQuantity(),
            'subtotal' => $this->cart->getRawSubtotal(),
            'total' => $this->cart->getRawTotal(),
            'conditions_count' => $this->cart->getConditions()->count(),
            'timestamp' => Carbon::now()->toISOString(),
        ];
    }
}
