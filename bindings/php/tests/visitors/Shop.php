<?php

declare(strict_types=1);

namespace Cartwright\Tests\visitors;

use Cartwright\Tests\Support\LaravelApplication;
use Illuminate\Contracts\Http\Kernel;
use Illuminate\Foundation\Application;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Schema;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Conditions\CartCondition;
use RuntimeException;

/**
 * The shop that the visitor's requests go to. Each request has an application of its own, as under PHP-FPM.
 */
final class Shop
{
    private const COOKIE = 'shop_session';

    public function __construct(
        private readonly Trial $trial,
        private readonly string $directory,
        public string $cookie = '',
    ) {
    }

    public function prepare(): void
    {
        foreach (['cache', 'sessions', 'views', 'compiled', 'bootstrap/cache', 'storage/framework'] as $folder) {
            mkdir("{$this->directory}/{$folder}", recursive: true);
        }

        if (str_starts_with($this->trial->value, 'session-database')) {
            touch("{$this->directory}/shop.sqlite");
            $this->application();
            Schema::create('sessions', static function ($table): void {
                $table->string('id')->primary();
                $table->foreignId('user_id')->nullable();
                $table->string('ip_address')->nullable();
                $table->text('user_agent')->nullable();
                $table->longText('payload');
                $table->integer('last_activity');
            });
        }
    }

    /**
     * One request; what it answers.
     *
     * @return array<string, mixed>
     */
    public function visit(string $path): array
    {
        $app = $this->application();
        $kernel = $app->make(Kernel::class);
        $request = Request::create("http://shop.test{$path}", 'GET', [], array_filter([self::COOKIE => $this->cookie]));
        $response = $kernel->handle($request);
        $kernel->terminate($request, $response);

        foreach ($response->headers->getCookies() as $cookie) {
            if ($cookie->getName() === self::COOKIE) {
                $this->cookie = (string) $cookie->getValue();
            }
        }

        if ($response->getStatusCode() !== 200) {
            throw new RuntimeException("{$path} answered {$response->getStatusCode()}");
        }

        return json_decode((string) $response->getContent(), true, 512, JSON_THROW_ON_ERROR);
    }

    private function application(): Application
    {
        $app = LaravelApplication::start($this->directory, $this->trial->settings($this->directory));
        $trial = $this->trial;
        // A cart in a cache is the visitor's by a name; only a session has a cookie.
        $cart = static fn (): Cart => new Cart($app->make("cart.storage.{$app['config']['cart.storage']}"), 'a.visitor');
        $app->make('router')->middleware($trial->isSession() ? $trial->middleware() : [])->group(
            static function ($router) use ($cart): void {
                $router->get('/look', static fn (): JsonResponse => new JsonResponse(['looked' => true]));
                $router->get('/add/{id}', static fn (string $id): JsonResponse => new JsonResponse([
                    'quantity' => $cart()->add($id, ucfirst($id), 9.99)->quantity,
                ]));
                $router->get('/condition/{name}', static function (string $name) use ($cart): JsonResponse {
                    $cart()->addCondition(new CartCondition($name, 'fee', 'total', '+1'));

                    return new JsonResponse(['name' => $name]);
                });
                $router->get('/cart', static fn (): JsonResponse => new JsonResponse([
                    'items' => array_column($cart()->content()['items'], 'quantity', 'id'),
                    'conditions' => array_keys($cart()->content()['conditions']),
                ]));
            },
        );

        return $app;
    }
}
