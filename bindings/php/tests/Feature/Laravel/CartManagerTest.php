<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Tests\Support\LaravelTestCase;
use Illuminate\Auth\GenericUser;
use Illuminate\Support\Facades\Auth;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\CartManager;
use MasyukAI\Cart\Exceptions\CartConflictException;
use MasyukAI\Cart\Services\CartMetricsService;
use MasyukAI\Cart\Storage\DatabaseStorage;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

final class CartManagerTest extends LaravelTestCase
{
    private CartManager $manager;

    protected function setUp(): void
    {
        parent::setUp();
        $this->manager = $this->app->make('cart');
    }

    #[Test]
    public function aGuestIsKnownByHisSession(): void
    {
        $this->assertSame($this->app->make('session')->getId(), $this->manager->getIdentifier());
    }

    #[Test]
    public function aUserIsKnownByHisId(): void
    {
        Auth::setUser(new GenericUser(['id' => 7]));

        $this->assertSame('7', $this->manager->getIdentifier());
    }

    #[Test]
    public function theUserZeroIsNobody(): void
    {
        Auth::setUser(new GenericUser(['id' => 0]));

        $this->assertSame($this->app->make('session')->getId(), $this->manager->getIdentifier());
    }

    #[Test]
    public function aLoginMovesTheCurrentCart(): void
    {
        $guest = $this->manager->getCurrentCart();

        Auth::setUser(new GenericUser(['id' => 7]));

        $this->assertNotSame($guest, $this->manager->getCurrentCart());
        $this->assertSame('7', $this->manager->getCurrentCart()->getIdentifier());
    }

    #[Test]
    public function aNewIdOfTheSessionMovesTheCurrentCart(): void
    {
        $before = $this->manager->getIdentifier();

        $this->app->make('session')->regenerate();

        $this->assertNotSame($before, $this->manager->getIdentifier());
    }

    #[Test]
    public function theSameCartIsTheCurrentOneAsLongAsNothingMoves(): void
    {
        $this->assertSame($this->manager->getCurrentCart(), $this->manager->getCurrentCart());
    }

    #[Test]
    public function anErrorOfAuthOrSessionCountsAsNotThere(): void
    {
        $broken = new class () {
            public function __call(string $method, array $arguments): never
            {
                throw new RuntimeException('out of order');
            }
        };
        $this->app->instance('auth', $broken);
        $this->assertSame($this->app->make('session')->getId(), $this->manager->getIdentifier());

        $this->app->instance('session', $broken);
        $this->assertRefused(
            RuntimeException::class,
            'Cart identifier cannot be determined: neither auth nor session services are available',
            fn () => $this->manager->getIdentifier(),
        );
    }

    #[Test]
    public function anotherInstanceBecomesTheCurrentOne(): void
    {
        $this->assertSame($this->manager, $this->manager->setInstance('wishlist'));
        $this->assertSame('wishlist', $this->manager->instance());
        $this->assertSame('wishlist', $this->manager->getCurrentCart()->instance());
    }

    #[Test]
    public function anInstanceThatIsAskedForDoesNotBecomeTheCurrentOne(): void
    {
        $wishes = $this->manager->getCartInstance('wishlist');

        $this->assertSame(['wishlist', 'default'], [$wishes->instance(), $this->manager->instance()]);
        $this->assertSame($this->manager->getIdentifier(), $wishes->getIdentifier());
        $this->assertSame('somebody', $this->manager->getCartInstance('wishlist', 'somebody')->getIdentifier());
    }

    #[Test]
    public function whatTheCartReturnsIsReturned(): void
    {
        $this->assertInstanceOf(Cart::class, $this->manager->addCondition([]));
        $this->assertSame('a', $this->manager->add('a', 'A', 10)->id);
        $this->assertSame(1, $this->manager->count());
    }

    #[Test]
    public function anUnknownMethodIsAnErrorOfTheCart(): void
    {
        $this->assertRefused(
            \Error::class,
            'Call to undefined method MasyukAI\Cart\Cart::formatted()',
            fn () => $this->manager->formatted(),
        );
    }

    #[Test]
    public function aSwapMovesACart(): void
    {
        $this->manager->getCartInstance('default', 'old')->add('a', 'A', 10);

        $this->assertTrue($this->manager->swap('old', 'new'));
        $this->assertSame(1, $this->manager->getCartInstance('default', 'new')->count());
        $this->assertFalse($this->manager->swap('old', 'new'));
    }

    #[Test]
    public function oneThatIsMadeByHandKeepsWhatItWasGiven(): void
    {
        $storage = new DatabaseStorage($this->app->make('db')->connection());
        $manager = new CartManager($storage);

        $this->assertSame($storage, $manager->storage());
        $manager->setInstance('wishlist');
        $this->assertSame('default', $this->manager->instance());
    }

    #[Test]
    public function cartsInTheSessionCanBeAskedForWhateverTheStorageIs(): void
    {
        config(['cart.session.key' => 'basket']);
        $this->manager->session()->putItems('somebody', 'default', ['a' => ['id' => 'a']]);
        $this->manager->session('wishes')->putItems('somebody', 'default', ['b' => ['id' => 'b']]);

        $this->assertSame(['a' => ['id' => 'a']], session('basket.somebody.default.items'));
        $this->assertSame(['b' => ['id' => 'b']], session('wishes.somebody.default.items'));
    }

    #[Test]
    public function aStorageInTheSessionIsTheOne(): void
    {
        $storage = $this->app->make('cart.storage.session');

        $this->assertSame($storage, (new CartManager($storage))->session('ignored'));
    }

    #[Test]
    public function operationsAreCounted(): void
    {
        $this->manager->add('a', 'A', 10);
        $this->manager->total();
        $this->manager->countItems();

        $this->assertSame(['total' => 2, 'today' => 2], $this->manager->getMetrics()['operations']);
    }

    #[Test]
    public function withoutTheServiceThereAreNoMetrics(): void
    {
        $this->app->offsetUnset(CartMetricsService::class);

        $this->manager->add('a', 'A', 10);
        $this->manager->recordConversion();

        $this->assertSame([], $this->manager->getMetrics());
    }

    #[Test]
    public function whatWasBoughtOrLeftBehindIsCounted(): void
    {
        $this->manager->recordConversion();
        $this->manager->recordAbandonment(['page' => 'checkout']);

        $this->assertSame(1, $this->manager->getMetrics()['conversions']['total']);
        $this->assertSame(1, $this->manager->getMetrics()['abandonments']['total']);
    }

    #[Test]
    public function workThatMeetsConflictsIsDoneAgain(): void
    {
        $calls = 0;

        $result = $this->manager->retryWithBackoff(static function () use (&$calls): string {
            return ++$calls < 2 ? throw new CartConflictException('faster', 1, 2) : 'done';
        });

        $this->assertSame(['done', 2], [$result, $calls]);
        $this->assertSame(1, $this->app->make('cache')->get('cart_metrics:operations:retry_success'));
    }

    #[Test]
    public function aConflictIsCountedAndItsSecretsAreHidden(): void
    {
        config(['logging.channels.cart' => ['driver' => 'single', 'path' => "{$this->directory}/shop.log"]]);
        $storage = $this->createStub(\Cartwright\Storage\VersionedStorage::class);
        $storage->method('read')->willThrowException(new CartConflictException('faster', 1, 2));
        $manager = new CartManager($storage);

        try {
            $manager->add('a', str_repeat('n', 101), 10, 1, ['card' => ['cvv' => '123'], 'size' => 'L', 'api_token' => 't']);
            $this->fail('The conflict reaches the caller.');
        } catch (CartConflictException) {
            $log = implode("\n", $this->logged());
        }

        $this->assertSame(1, $manager->getMetrics()['conflicts']['minor']);
        $this->assertStringContainsString('"operation":"add","instance":"default"', $log);
        $this->assertStringContainsString('"card":"[HIDDEN]","size":"L","api_token":"[HIDDEN]"', $log);
        $this->assertStringContainsString('"' . str_repeat('n', 100) . '..."', $log);
        $this->assertStringNotContainsString('123', $log);
    }
}
