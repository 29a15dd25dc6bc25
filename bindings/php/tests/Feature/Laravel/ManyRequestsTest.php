<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Laravel\RequestScope;
use Cartwright\Tests\Support\LaravelTestCase;
use Cartwright\Tests\Support\ManyRequestServer;
use Illuminate\Support\Facades\Auth;
use MasyukAI\Cart\Facades\Cart;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\Attributes\TestWith;
use WeakReference;

/**
 * One process, one application, many requests.
 */
final class ManyRequestsTest extends LaravelTestCase
{
    private ManyRequestServer $server;

    protected function setUp(): void
    {
        parent::setUp();
        $this->serve();
    }

    private function serve(): void
    {
        $this->server = new ManyRequestServer($this->app);
        $this->server->route('login/{id}', static fn (string $id) => Auth::loginUsingId((int) $id)->id);
        $this->server->route('logout', static fn () => (string) Auth::logout());
        $this->server->route('add/{id}', static fn (string $id) => Cart::add($id, strtoupper($id), 10)->id);
        $this->server->route('cart', static fn () => json_encode(array_keys(Cart::content()['items'])));
        $this->server->route('wish/{id}', static fn (string $id) => Cart::setInstance('wishlist')->add($id, 'W', 1)->id);
        $this->server->route('instance', static fn () => Cart::instance());
    }

    #[Test]
    #[TestWith(['database'])]
    #[TestWith(['session'])]
    #[TestWith(['cache'])]
    public function inAThousandRequestsOfTwoCustomersNobodySeesTheOthersCart(string $storage): void
    {
        $this->startApplication(['cart.storage' => $storage]);
        $this->serve();
        $ann = $this->customer('ann@shop.test');
        $bob = $this->customer('bob@shop.test');
        $this->server->visit('ann', "login/{$ann}");
        $this->server->visit('bob', "login/{$bob}");

        for ($turn = 0; $turn < 249; $turn++) {
            foreach (['ann', 'bob'] as $who) {
                $this->server->visit($who, "add/{$who}-" . $turn % 5);
                $seen = json_decode($this->server->visit($who, 'cart'));

                $this->assertSame([], array_filter($seen, static fn (string $id): bool => ! str_starts_with($id, $who)));
            }
        }

        $this->assertCount(5, json_decode($this->server->visit('ann', 'cart')));
        $this->assertCount(5, json_decode($this->server->visit('bob', 'cart')));
    }

    #[Test]
    public function guestsHaveACartEach(): void
    {
        $this->server->visit('ann', 'add/a');
        $this->server->visit('bob', 'add/b');

        $this->assertSame('["a"]', $this->server->visit('ann', 'cart'));
        $this->assertSame('["b"]', $this->server->visit('bob', 'cart'));
        $this->assertSame('[]', $this->server->visit('carl', 'cart'));
    }

    #[Test]
    public function afterALogoutTheCartOfTheUserIsNotSeen(): void
    {
        $this->server->visit('ann', 'login/' . $this->customer());
        $this->server->visit('ann', 'add/a');
        $this->server->visit('ann', 'logout');

        $this->assertSame('[]', $this->server->visit('ann', 'cart'));
    }

    #[Test]
    public function theInstanceOfOneRequestIsNotThatOfTheNext(): void
    {
        $this->server->visit('ann', 'wish/w');

        $this->assertSame('default', $this->server->visit('ann', 'instance'));
        $this->assertSame('[]', $this->server->visit('ann', 'cart'));
    }

    #[Test]
    public function twoRequestsAtOnceHaveAnInstanceEach(): void
    {
        $first = $this->server->sandbox();
        $second = clone $first;

        Cart::setInstance('wishlist');
        ManyRequestServer::enter($second);
        $this->assertSame('default', Cart::instance());
        Cart::setInstance('quote');
        ManyRequestServer::enter($first);

        $this->assertSame('wishlist', Cart::instance());
    }

    #[Test]
    public function whatIsRememberedOfARequestGoesWithIt(): void
    {
        $sandbox = $this->server->sandbox();
        Cart::add('a', 'A', 1);
        $cart = WeakReference::create(Cart::getCurrentCart());
        $this->assertSame(Cart::getCurrentCart(), $cart->get());

        // What the framework itself shares lets go of a request when the next one begins.
        $sandbox = $this->server->sandbox();
        gc_collect_cycles();

        $this->assertTrue($cart->get() === null, 'The cart of a request that has ended is still there');
    }

    #[Test]
    public function aRequestThatComesInForgetsWhatWasThereBefore(): void
    {
        Cart::setInstance('wishlist');
        $before = Cart::getCurrentCart();

        $this->app->instance('request', \Illuminate\Http\Request::create('/'));

        $this->assertSame('default', Cart::instance());
        $this->assertNotSame($before, Cart::setInstance('wishlist')->getCurrentCart());
    }

    #[Test]
    public function whatOctaneBeginsForgetsWhatWasThereBefore(): void
    {
        Cart::setInstance('wishlist');
        $manager = $this->app->make('cart');
        $operation = new class ($this->app) {
            public function __construct(public readonly object $sandbox)
            {
            }
        };

        foreach (['RequestReceived', 'TaskReceived', 'TickReceived'] as $event) {
            $this->app->make('events')->dispatch("Laravel\\Octane\\Events\\{$event}", [$operation]);
            $this->assertFalse($this->app->resolved(RequestScope::class) && $this->app->bound(RequestScope::class), $event);
            $this->assertNotSame($manager, $manager = $this->app->make('cart'));
        }
    }

    #[Test]
    public function aWorkerForgetsBetweenTwoJobs(): void
    {
        Cart::setInstance('wishlist');

        $this->app->make('events')->dispatch(new \Illuminate\Queue\Events\Looping('sync', 'default'));

        $this->assertSame('default', Cart::instance());
    }
}
