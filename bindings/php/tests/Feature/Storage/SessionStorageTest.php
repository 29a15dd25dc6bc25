<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use Cartwright\Tests\Support\Shelves;
use Cartwright\Tests\TestCase;
use Illuminate\Session\ArraySessionHandler;
use Illuminate\Session\Store;
use MasyukAI\Cart\Storage\SessionStorage;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * How a cart lies in a session: sessions of the original are read, and other programs read ours.
 */
final class SessionStorageTest extends TestCase
{
    private Store $session;

    private SessionStorage $storage;

    protected function setUp(): void
    {
        parent::setUp();
        $this->session = Shelves::session(new ArraySessionHandler(10));
        $this->session->flush();
        $this->storage = new SessionStorage($this->session);
    }

    #[Test]
    public function theKeysAreThoseOfTheOriginal(): void
    {
        $this->storage->putBoth('guest', 'default', ['mug' => ['id' => 'mug']], ['vat' => ['name' => 'vat']]);
        $this->storage->putMetadata('guest', 'default', 'note', 'ring twice');

        $this->assertSame(
            ['cart' => ['guest' => ['default' => [
                'items' => ['mug' => ['id' => 'mug']],
                'conditions' => ['vat' => ['name' => 'vat']],
                'metadata' => ['note' => 'ring twice'],
            ]]]],
            $this->session->all(),
        );
    }

    #[Test]
    public function aDotIsOneLevelMoreAsItWasInTheOriginal(): void
    {
        $storage = new SessionStorage($this->session, 'shop.cart');
        $storage->putItems('a.b', 'c', ['mug' => []]);
        $storage->putMetadata('a.b', 'c', 'd.e', 1);

        $this->assertSame(
            ['shop' => ['cart' => ['a' => ['b' => ['c' => ['items' => ['mug' => []], 'metadata' => ['d' => ['e' => 1]]]]]]]],
            $this->session->all(),
        );
        $this->assertSame(['e' => 1], $storage->getMetadata('a.b', 'c', 'd'));
    }

    #[Test]
    public function whatIsForgottenLeavesNoEmptyLevels(): void
    {
        $this->session->put('theme', 'dark');
        $this->storage->putBoth('a.b', 'c.d', ['mug' => []], []);
        $this->storage->putMetadata('a.b', 'c.d', 'note', 1);
        $this->storage->forget('a.b', 'c.d');

        $this->assertSame(['theme' => 'dark'], $this->session->all());
    }

    #[Test]
    public function aCustomerThatIsForgottenLeavesNoEmptyLevels(): void
    {
        $this->storage->putItems('a.b', 'c', ['mug' => []]);
        $this->storage->forgetIdentifier('a.b');

        $this->assertSame([], $this->session->all());
    }

    #[Test]
    public function metadataAloneIsNoCartButItsInstanceIsListed(): void
    {
        $this->storage->putMetadata('guest', 'default', 'note', 1);

        $this->assertFalse($this->storage->has('guest', 'default'));
        $this->assertSame(['default'], $this->storage->getInstances('guest'));
    }

    #[Test]
    public function anEmptyCartIsOne(): void
    {
        $this->storage->putConditions('guest', 'default', []);

        $this->assertTrue($this->storage->has('guest', 'default'));
    }

    /**
     * @return iterable<string, array{mixed, array<array-key, mixed>}>
     */
    public static function keptValues(): iterable
    {
        yield 'JSON' => ['{"mug":{"id":"mug"}}', ['mug' => ['id' => 'mug']]];
        yield 'text that is none' => ['{"mug":', []];
        yield 'JSON of a number' => ['5', []];
        yield 'a number' => [5, []];
        yield 'nothing' => [null, []];
    }

    /**
     * @param array<array-key, mixed> $lines
     */
    #[Test]
    #[DataProvider('keptValues')]
    public function textIsReadAsJson(mixed $kept, array $lines): void
    {
        $this->session->put('cart.guest.default.items', $kept);
        $this->session->put('cart.guest.default.conditions', $kept);

        $this->assertSame($lines, $this->storage->getItems('guest', 'default'));
        $this->assertSame($lines, $this->storage->getConditions('guest', 'default'));
    }

    #[Test]
    public function aSwapLeavesNoEmptyLevelsOfTheOldCart(): void
    {
        $this->storage->putItems('guest', 'default', ['mug' => []]);
        $this->storage->putMetadata('guest', 'default', 'note', 1);
        $this->storage->swapIdentifier('guest', '9', 'default');

        $this->assertSame(
            ['cart' => ['9' => ['default' => ['items' => ['mug' => []], 'conditions' => [], 'metadata' => ['note' => 1]]]]],
            $this->session->all(),
        );
    }
}
