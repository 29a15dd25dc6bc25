<?php

declare(strict_types=1);

namespace Cartwright\Bench\Places;

use Cartwright\Bench\Floors\SessionFloor;
use Cartwright\Bench\Floors\StorageFloor;
use Cartwright\Bench\PlainPhpSession;
use Cartwright\Bench\PlainPhpStorage;
use Illuminate\Session\ArraySessionHandler;
use Illuminate\Session\Store;
use MasyukAI\Cart\Storage\SessionStorage;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * Laravel's session, one for each cart. Its text is kept in memory: where it is written is not the cart's business, that
 * it is decoded and encoded at both ends of a request is.
 */
final class SessionPlace implements Place
{
    private readonly ArraySessionHandler $handler;

    /** @var array<string, Store> as the request at hand has them */
    private array $sessions = [];

    public function __construct()
    {
        $this->handler = new ArraySessionHandler(120);
    }

    public function describe(): string
    {
        return 'Laravel\'s session, its text in memory';
    }

    public function asksServer(): bool
    {
        return false;
    }

    public function begin(string $identifier): void
    {
        $this->sessions[$identifier] = new Store('bench', $this->handler, hash('xxh128', $identifier) . '00000000');
        $this->sessions[$identifier]->start();
    }

    public function end(string $identifier): void
    {
        $this->session($identifier)->save();
    }

    public function storage(string $identifier): StorageInterface
    {
        return new SessionStorage($this->session($identifier));
    }

    public function plain(string $identifier): PlainPhpStorage
    {
        return new PlainPhpSession($this->session($identifier), $identifier);
    }

    public function floor(array $items, array $conditions): StorageFloor
    {
        return new SessionFloor($this->session('floor'), $items, $conditions);
    }

    public function empty(): void
    {
        $this->sessions = [];

        foreach (['native', 'plain', 'floor'] as $identifier) {
            $this->handler->destroy(hash('xxh128', $identifier) . '00000000');
        }
    }

    public function close(): void
    {
        $this->empty();
    }

    private function session(string $identifier): Store
    {
        if (! isset($this->sessions[$identifier])) {
            $this->begin($identifier);
        }

        return $this->sessions[$identifier];
    }
}
