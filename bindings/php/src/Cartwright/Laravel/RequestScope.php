<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

use Cartwright\Versions\RequestVersions;
use Illuminate\Container\Container;
use MasyukAI\Cart\CartManager;
use WeakMap;
use WeakReference;

/**
 * What managers, and readers of versions, remember during one request. It lives in the application and not in the
 * manager: where a server clones the application for each request, the manager is shared and the clone is not, and what
 * is remembered dies with it.
 *
 * @internal
 */
final class RequestScope
{
    /** @var WeakReference<Container> */
    private readonly WeakReference $application;

    /** @var WeakMap<CartManager, CurrentCart> */
    private WeakMap $carts;

    private readonly RequestVersions $versions;

    private function __construct(Container $app)
    {
        $this->application = WeakReference::create($app);
        $this->carts = new WeakMap();
        $this->versions = new RequestVersions();
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

    public function versions(): RequestVersions
    {
        return $this->versions;
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
