<?php

declare(strict_types=1);

namespace MasyukAI\Cart;

use Cartwright\Laravel\CartSource;
use Cartwright\Laravel\CurrentCart;
use Cartwright\Laravel\Redaction;
use Cartwright\Laravel\RequestScope;
use Cartwright\Laravel\Settings;
use Closure;
use Illuminate\Container\Container;
use Illuminate\Contracts\Events\Dispatcher;
use MasyukAI\Cart\Exceptions\CartConflictException;
use MasyukAI\Cart\Services\CartMetricsService;
use MasyukAI\Cart\Services\CartMigrationService;
use MasyukAI\Cart\Services\CartRetryService;
use MasyukAI\Cart\Storage\SessionStorage;
use MasyukAI\Cart\Storage\StorageInterface;
use RuntimeException;
use Throwable;

/**
 * The cart of whoever is asking: the user who is logged in, else the session. What the facade `Cart` speaks to.
 *
 * One manager serves the whole application, and under some servers many requests. It keeps nothing of a request: whose
 * cart it is is found out at each call, and the rest is remembered by the application of that request.
 *
 * @mixin Cart
 */
class CartManager
{
    private const COUNTED = [
        'add', 'update', 'remove', 'clear', 'get', 'has', 'addCondition', 'removeCondition', 'clearConditions',
        'associate', 'taxRate', 'count', 'content', 'subtotal', 'total', 'tax', 'discount',
    ];

    private readonly CartSource $given;

    /** @var (Closure(Container): CartSource)|null */
    private ?Closure $source = null;

    public function __construct(StorageInterface $storage, ?Dispatcher $events = null, bool $eventsEnabled = true)
    {
        $this->given = new CartSource($storage, $events, $eventsEnabled);
    }

    /**
     * Where each request gets what its carts are made of, in the place of what the constructor was given.
     *
     * @param Closure(Container): CartSource $source
     *
     * @internal
     *
     * @return $this
     */
    public function makeCartsFrom(Closure $source): static
    {
        $this->source = $source;

        return $this;
    }

    /**
     * The cart that calls go to.
     */
    public function getCurrentCart(): Cart
    {
        $current = $this->current();
        $identifier = $this->resolveIdentifier(null);

        if ($current->cart?->getIdentifier() !== $identifier || $current->cart->instance() !== $current->instance) {
            $current->cart = $this->source()->cart($identifier, $current->instance);
        }

        return $current->cart;
    }

    /**
     * Another cart; the current one stays what it is.
     */
    public function getCartInstance(string $name, ?string $identifier = null): Cart
    {
        return $this->source()->cart($this->resolveIdentifier($identifier), $name);
    }

    /**
     * The name of the current instance.
     */
    public function instance(): string
    {
        return $this->current()->instance;
    }

    /**
     * Makes another instance the current one, until the request ends.
     */
    public function setInstance(string $name): static
    {
        $this->current()->instance = $name;

        return $this;
    }

    /**
     * Carts in the session, whatever the application's carts are kept in.
     */
    public function session(?string $sessionKey = null): StorageInterface
    {
        $storage = $this->source()->storage;

        if ($storage instanceof SessionStorage) {
            return $storage;
        }

        $app = self::app();

        return new SessionStorage(
            $app->make('session')->driver(),
            $sessionKey ?? Settings::of($app)->text('cart.session.key', 'cart'),
        );
    }

    /**
     * Runs work again after a conflict, a few times.
     *
     * @template T
     *
     * @param Closure(): T $operation
     *
     * @return T
     *
     * @throws CartConflictException if others were faster every time
     */
    public function retryWithBackoff(Closure $operation): mixed
    {
        $retry = self::service(CartRetryService::class);
        $metrics = self::service(CartMetricsService::class);
        $begun = hrtime(true);

        try {
            $result = $retry === null ? $operation() : $retry->executeWithSmartRetry($operation);
        } catch (CartConflictException $conflict) {
            $metrics?->recordConflict($conflict, ['operation' => 'retry', 'instance' => $this->instance()]);

            throw $conflict;
        }

        $metrics?->recordPerformance('retry_operation', (hrtime(true) - $begun) / 1e9);
        $metrics?->recordOperation('retry_success');

        return $result;
    }

    /**
     * What was counted, as CartMetricsService tells it.
     *
     * @return array<string, mixed>
     */
    public function getMetrics(): array
    {
        return self::service(CartMetricsService::class)?->getMetricsSummary() ?? [];
    }

    /**
     * The cart was bought.
     *
     * @param array<string, mixed> $context
     */
    public function recordConversion(array $context = []): void
    {
        self::service(CartMetricsService::class)?->recordConversion(
            $this->resolveIdentifier(null),
            $this->instance(),
            $context,
        );
    }

    /**
     * The cart was left behind.
     *
     * @param array<string, mixed> $context
     */
    public function recordAbandonment(array $context = []): void
    {
        self::service(CartMetricsService::class)?->recordAbandonment(
            $this->resolveIdentifier(null),
            $this->instance(),
            $context,
        );
    }

    /**
     * Moves a cart to another identifier, in the place of the cart there.
     *
     * @return bool whether there was a cart to move
     */
    public function swap(string $oldIdentifier, string $newIdentifier, string $instance = 'default'): bool
    {
        return (new CartMigrationService([], $this->source()->storage))
            ->swap($oldIdentifier, $newIdentifier, $instance);
    }

    /**
     * Everything else is said to the current cart.
     *
     * @param array<array-key, mixed> $arguments
     */
    public function __call(string $method, array $arguments): mixed
    {
        $cart = $this->getCurrentCart();

        try {
            $result = $cart->{$method}(...$arguments);
        } catch (CartConflictException $conflict) {
            self::service(CartMetricsService::class)?->recordConflict($conflict, [
                'operation' => $method,
                'instance' => $cart->instance(),
                'arguments' => Redaction::of($arguments),
            ]);

            throw $conflict;
        }

        if (in_array($method, self::COUNTED, true)) {
            self::service(CartMetricsService::class)?->recordOperation($method);
        }

        return $result;
    }

    /**
     * Whose cart it is.
     */
    protected function resolveIdentifier(?string $identifier): string
    {
        return $identifier ?? $this->getAuthenticatedUserId() ?? $this->getSessionId() ?? throw new RuntimeException(
            'Cart identifier cannot be determined: neither auth nor session services are available',
        );
    }

    /**
     * The user of the default guard, if somebody is logged in.
     */
    protected function getAuthenticatedUserId(): ?string
    {
        try {
            $auth = self::app()->make('auth');
            // 0 is nobody, as it is to the original.
            $id = $auth->check() ? (string) $auth->id() : '';
        } catch (Throwable) {
            return null;
        }

        return $id === '' || $id === '0' ? null : $id;
    }

    /**
     * The visitor's session, if there is one.
     */
    protected function getSessionId(): ?string
    {
        try {
            $id = (string) self::app()->make('session')->getId();
        } catch (Throwable) {
            return null;
        }

        return $id === '' ? null : $id;
    }

    private function source(): CartSource
    {
        if ($this->source === null) {
            return $this->given;
        }

        return $this->current()->source ??= ($this->source)(self::app());
    }

    private function current(): CurrentCart
    {
        return RequestScope::of(self::app())->current($this);
    }

    private static function app(): Container
    {
        return Container::getInstance();
    }

    /**
     * A service, where the application has it.
     *
     * @template T of object
     *
     * @param class-string<T> $service
     *
     * @return T|null
     */
    private static function service(string $service): ?object
    {
        $app = self::app();

        return $app->bound($service) ? $app->make($service) : null;
    }
}
