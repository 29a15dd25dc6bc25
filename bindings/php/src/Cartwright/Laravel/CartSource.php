<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Illuminate\Contracts\Container\Container;
use Illuminate\Contracts\Events\Dispatcher;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * What the carts of one application are made of: their storage, and who hears of their events.
 *
 * @internal
 */
final readonly class CartSource
{
    public function __construct(
        public StorageInterface $storage,
        public ?Dispatcher $events = null,
        public bool $eventsEnabled = true,
    ) {
    }

    /**
     * As the settings of the application say.
     */
    public static function configured(Container $app): self
    {
        return new self(
            $app->make('cart.storage.' . $app->make('config')->get('cart.storage', 'session')),
            $app->make('events'),
            Settings::of($app)->switch('cart.events', true),
        );
    }

    public function cart(string $identifier, string $instance): Cart
    {
        return new Cart($this->storage, $identifier, $this->events, $instance, $this->eventsEnabled);
    }
}
