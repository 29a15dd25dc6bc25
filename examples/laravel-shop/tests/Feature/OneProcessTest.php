<?php

declare(strict_types=1);

namespace Tests\Feature;

use App\Http\Kernel;
use App\Models\Product;
use Cartwright\Tests\Support\ManyRequestServer;
use Illuminate\Container\Container;
use Illuminate\Database\Events\QueryExecuted;
use Illuminate\Foundation\Application;
use Illuminate\Foundation\Bootstrap\BootProviders;
use Illuminate\Foundation\Bootstrap\LoadConfiguration;
use Illuminate\Foundation\Bootstrap\RegisterFacades;
use Illuminate\Foundation\Bootstrap\RegisterProviders;
use Illuminate\Support\Facades\Facade;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\TestCase;
use Tests\Support\Page;
use Tests\Support\Place;

/**
 * The whole shop in one process, cloned for each request as Laravel Octane does.
 */
final class OneProcessTest extends TestCase
{
    private const TURNS = 250;

    private Place $place;

    private Application $app;

    private ManyRequestServer $server;

    /** @var array<string, string|false> */
    private array $environment = [];

    protected function setUp(): void
    {
        $this->place = Place::open(sys_get_temp_dir() . '/cartwright-shop-' . bin2hex(random_bytes(6)));

        // In the environment `testing` Laravel asks for no token of a form.
        foreach (['APP_ENV' => 'testing'] + $this->place->environment() as $name => $value) {
            $this->environment[$name] = getenv($name);
            putenv("{$name}={$value}");
        }

        $this->app = require __DIR__ . '/../../bootstrap/app.php';
        // All that the kernel does at first, but for the error handler, which is PHPUnit's here.
        $this->app->bootstrapWith([
            LoadConfiguration::class, RegisterFacades::class, RegisterProviders::class, BootProviders::class,
        ]);
        $this->server = new ManyRequestServer($this->app, Kernel::class);
    }

    protected function tearDown(): void
    {
        $this->app->flush();
        Facade::clearResolvedInstances();
        Facade::setFacadeApplication(null);
        Container::setInstance(null);
        $this->place->remove();

        foreach ($this->environment as $name => $value) {
            putenv($value === false ? $name : "{$name}={$value}");
        }
    }

    #[Test]
    public function inAThousandRequestsOfTwoCustomersNobodySeesTheOthersCart(): void
    {
        $shelves = ['ann' => ['cups', 'tamper'], 'bob' => ['filters', 'grinder', 'beans']];
        $expected = ['ann' => [], 'bob' => []];

        foreach (array_keys($shelves) as $who) {
            $login = ['email' => "{$who}@example.com", 'password' => 'secret'];
            $this->assertSame(302, $this->server->request($who, 'POST', '/login', $login)->getStatusCode());
        }

        for ($turn = 0; $turn < self::TURNS; $turn++) {
            foreach ($shelves as $who => $shelf) {
                $product = $shelf[$turn % count($shelf)];
                $added = $this->server->request($who, 'POST', '/cart', ['product' => $product]);
                $this->assertSame(302, $added->getStatusCode());
                $expected[$who][$product] = ($expected[$who][$product] ?? 0) + 1;

                // Every tenth time on the page, with its head and its journal.
                $this->assertSame($expected[$who], $turn % 10 === 0 ? $this->shown($who) : $this->told($who));
            }
        }

        $this->assertSame(2, $this->app->make('db')->table('carts')->count());
        $this->assertSame(
            2 * self::TURNS,
            $this->app->make('db')->table('cart_journal')->where('event', 'ItemAdded')->count(),
        );
    }

    #[Test]
    public function guestsLogInAndOutAmongEachOther(): void
    {
        for ($turn = 0; $turn < 10; $turn++) {
            foreach (['ann' => 'cups', 'bob' => 'tamper'] as $who => $product) {
                $login = ['email' => "{$who}@example.com", 'password' => 'secret'];
                $this->server->request($who, 'POST', '/cart', ['product' => $product]);
                $this->server->request("{$who}'s guest", 'POST', '/cart', ['product' => 'grinder']);
                $this->assertSame([$product => 1], $this->told($who));
                $this->server->request($who, 'POST', '/login', $login);
                $this->assertSame([$product => $turn + 1], $this->told($who));
                $this->server->request($who, 'POST', '/logout');
                $this->assertSame([], $this->told($who));
                $this->assertSame(['grinder' => $turn + 1], $this->told("{$who}'s guest"));
            }
        }
    }

    #[Test]
    public function theShelfIsLoadedOnceForAllWhoLookAtItAndOnceMoreAfterEachNewPrice(): void
    {
        $loads = 0;
        $this->app->make('db')->listen(static function (QueryExecuted $query) use (&$loads): void {
            $loads += (int) (str_contains($query->sql, 'order by "price"'));
        });

        foreach (['$24.50' => 2450, '$25.00' => 2500, '$19.99' => 1999] as $shown => $price) {
            $loads = 0;
            Product::query()->findOrFail('cups')->update(['price' => $price]);

            foreach (range(1, 10) as $ignored) {
                foreach (['ann', 'bob', 'a guest'] as $who) {
                    $page = new Page(200, [], $this->server->visit($who, '/'));
                    $this->assertContains($shown, $page->texts('//p[@class="price"]'));
                }
            }

            $this->assertSame(1, $loads);
        }
    }

    #[Test]
    public function anOrderIsCountedOnceHoweverOftenItsPaymentIsTold(): void
    {
        $this->server->request('ann', 'POST', '/cart', ['product' => 'cups']);
        $placed = $this->server->request('ann', 'POST', '/checkout', ['name' => 'Ann', 'address' => 'Rue 1']);

        foreach (range(1, 3) as $ignored) {
            $paid = $this->server->request('ann', 'POST', (string) $placed->headers->get('location'), ['card' => 'good']);
            $this->assertStringEndsNotWith('/cart', (string) $paid->headers->get('location'));
        }

        $this->assertSame(1, $this->app->make('cart')->getMetrics()['conversions']['total']);
    }

    /**
     * @return array<string, int>
     */
    private function told(string $who): array
    {
        $cart = json_decode($this->server->visit($who, '/cart.json'), true)['data'];

        return array_column($cart['items'], 'quantity', 'id');
    }

    /**
     * @return array<string, int>
     */
    private function shown(string $who): array
    {
        $page = new Page(200, [], $this->server->visit($who, '/cart'));
        $this->assertSame([$page->texts('//*[@id="pieces"]')[0]], [(string) array_sum($page->quantities())]);

        return $page->quantities();
    }
}
