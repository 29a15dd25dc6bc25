<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use Cartwright\Laravel\Middleware\SerializeCartSession;
use Cartwright\Tests\Support\LaravelApplication;
use Closure;
use Illuminate\Contracts\Http\Kernel;
use Illuminate\Foundation\Application;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;
use Illuminate\Session\Middleware\StartSession;
use Monolog\Handler\NullHandler;
use RuntimeException;

/**
 * The visitors' requests. Each operation is one, with an application of its own, as under PHP-FPM.
 */
final class SessionAccess implements Access
{
    private const COOKIE = 'shop_session';

    /**
     * @param array<string, mixed> $settings
     */
    public function __construct(
        private readonly string $directory,
        private readonly int $carts,
        private readonly array $settings,
    ) {
    }

    public function beginRequest(): void
    {
    }

    public function perform(Operation $operation): void
    {
        $this->request($operation->cart, static function (StorageAccess $carts) use ($operation): array {
            $carts->perform($operation);

            return [];
        });
    }

    public function canSell(): bool
    {
        return false;
    }

    public function performWithSale(Operation $operation, int $process): void
    {
        $this->perform($operation);
    }

    public function numbers(string $cart, array $keys): array
    {
        return $this->request($cart, static fn (StorageAccess $carts): array => $carts->numbers($cart, $keys));
    }

    public function sales(): ?array
    {
        return null;
    }

    /**
     * @param Closure(StorageAccess): array<string, int> $work
     *
     * @return array<string, int>
     */
    private function request(string $cart, Closure $work): array
    {
        $app = $this->application($work);
        $session = sha1(Operation::visitorOf($cart, $this->carts));
        $kernel = $app->make(Kernel::class);
        $request = Request::create('http://shop.test/', 'GET', [], [self::COOKIE => $session]);
        $response = $kernel->handle($request);
        $kernel->terminate($request, $response);

        if ($response->getStatusCode() !== 200) {
            throw $response->exception ?? new RuntimeException("The shop answered {$response->getStatusCode()}");
        }

        return json_decode((string) $response->getContent(), true, 512, JSON_THROW_ON_ERROR);
    }

    private function application(Closure $work): Application
    {
        $app = LaravelApplication::start($this->directory, $this->settings + [
            'app.debug' => false,
            'logging.default' => 'none',
            'logging.channels.none' => ['driver' => 'monolog', 'handler' => NullHandler::class],
            'cart.limits.max_item_quantity' => 1_000_000,
            'cache.default' => 'file',
            'cache.stores.file' => ['driver' => 'file', 'path' => "{$this->directory}/cache"],
            'session.driver' => 'file',
            'session.files' => "{$this->directory}/sessions",
        ]);
        $app->make('router')->get('/', static fn (): JsonResponse => new JsonResponse(
            (object) $work(new StorageAccess($app->make('cart.storage.session'))),
        ))->middleware([SerializeCartSession::class, StartSession::class]);

        return $app;
    }
}
