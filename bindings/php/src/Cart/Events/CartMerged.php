<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Events;

use Illuminate\Broadcasting\InteractsWithSockets;
use Illuminate\Foundation\Events\Dispatchable;
use Illuminate\Queue\SerializesModels;
use Illuminate\Support\Carbon;
use MasyukAI\Cart\Cart;

/**
 * The items of one cart were put into another.
 */
final class CartMerged
{
    use Dispatchable;
    use InteractsWithSockets;
    use SerializesModels;

    public function __construct(
        public readonly Cart $targetCart,
        public readonly Cart $sourceCart,
        public readonly int $totalItemsMerged,
        public readonly string $mergeStrategy,
        public readonly bool $hadConflicts = false,
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
            'target_cart' => self::summary($this->targetCart),
            'source_cart' => self::summary($this->sourceCart),
            'merge_details' => [
                'strategy' => $this->mergeStrategy,
                'items_merged' => $this->totalItemsMerged,
                'had_conflicts' => $this->hadConflicts,
            ],
            'timestamp' => Carbon::now()->toISOString(),
        ];
    }

    private static function summary(Cart $cart): array
    {
        return [
            'identifier' => $cart->getIdentifier(),
            'instance_name' => $cart->instance(),
            'items_count' => $cart->countItems(),
            'total' => $cart->getRawTotal(),
        ];
    }
}
