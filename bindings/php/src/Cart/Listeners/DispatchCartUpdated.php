<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Listeners;

use Illuminate\Container\Container;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Events\CartConditionAdded;
use MasyukAI\Cart\Events\CartConditionRemoved;
use MasyukAI\Cart\Events\CartMerged;
use MasyukAI\Cart\Events\CartUpdated;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Events\ItemConditionAdded;
use MasyukAI\Cart\Events\ItemConditionRemoved;
use MasyukAI\Cart\Events\ItemRemoved;
use MasyukAI\Cart\Events\ItemUpdated;
use MasyukAI\Cart\Events\MetadataAdded;
use MasyukAI\Cart\Events\MetadataRemoved;

/**
 * Each of the ten events that change a cart is followed by a CartUpdated, on the application's dispatcher.
 */
class DispatchCartUpdated
{
    public function handleItemAdded(ItemAdded $event): void
    {
        $this->updated($event->cart);
    }

    public function handleItemUpdated(ItemUpdated $event): void
    {
        $this->updated($event->cart);
    }

    public function handleItemRemoved(ItemRemoved $event): void
    {
        $this->updated($event->cart);
    }

    public function handleCartConditionAdded(CartConditionAdded $event): void
    {
        $this->updated($event->cart);
    }

    public function handleCartConditionRemoved(CartConditionRemoved $event): void
    {
        $this->updated($event->cart);
    }

    public function handleItemConditionAdded(ItemConditionAdded $event): void
    {
        $this->updated($event->cart);
    }

    public function handleItemConditionRemoved(ItemConditionRemoved $event): void
    {
        $this->updated($event->cart);
    }

    public function handleMetadataAdded(MetadataAdded $event): void
    {
        $this->updated($event->cart);
    }

    public function handleMetadataRemoved(MetadataRemoved $event): void
    {
        $this->updated($event->cart);
    }

    public function handleCartMerged(CartMerged $event): void
    {
        $this->updated($event->targetCart);
    }

    /**
     * The methods, by the event that each is for.
     *
     * @return array<class-string, string> the method of this class for each event
     */
    public function subscribe($events): array
    {
        return [
            ItemAdded::class => 'handleItemAdded',
            ItemUpdated::class => 'handleItemUpdated',
            ItemRemoved::class => 'handleItemRemoved',
            CartConditionAdded::class => 'handleCartConditionAdded',
            CartConditionRemoved::class => 'handleCartConditionRemoved',
            ItemConditionAdded::class => 'handleItemConditionAdded',
            ItemConditionRemoved::class => 'handleItemConditionRemoved',
            MetadataAdded::class => 'handleMetadataAdded',
            MetadataRemoved::class => 'handleMetadataRemoved',
            CartMerged::class => 'handleCartMerged',
        ];
    }

    private function updated(Cart $cart): void
    {
        Container::getInstance()->make('events')->dispatch(new CartUpdated($cart));
    }
}
