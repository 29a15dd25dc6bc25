<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Illuminate\Container\Container;
use MasyukAI\Cart\CartManager;
use WeakMap;
use WeakReference;

/**
 * What managers remember during one request. It lives in the application and not in the manager: where a server clones
 * the application for each request, the manager is shared and the clone is not, and what is remembered dies with it.
 *
 * @internal
 */
final class RequestScope
{
    /** @var WeakReference<Container> */
    private readonly WeakReference $application;

    /** @var WeakMap<CartManager, CurrentCart> */
    private WeakMap $carts;

    private function __construct(Container $app)
    {
        $this->application = WeakReference::create($app);
        $this->carts = new WeakMap();
    }

    public static function of(Container $app): self
    {
        $scope = $app->bound(self::class) ? $app->make(self::class) : null;

        // A clone is made with a copy of what the original held.
        if (! $scope instanceof self || $scope->application->get() !== $app) {
            $scope = new self($app);
            $app->instance(self::class, $scope);
        }

        return $scope;
    }

    public function current(CartManager $manager): CurrentCart
    {
        return $this->carts[$manager] ??= new CurrentCart();
    }

    public static function forget(Container $app): void
    {
        $app->forgetInstance(self::class);
    }

    public function forgetCarts(): void
    {
        foreach ($this->carts as $current) {
            $current->cart = null;
        }
    }
}
