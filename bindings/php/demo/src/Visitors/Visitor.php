<?php

declare(strict_types=1);

namespace Cartwright\Demo\Visitors;

use Tests\Support\Browser;
use Tests\Support\Exchange;
use Tests\Support\Page;

/**
 * Somebody with a browser.
 */
final class Visitor
{
    private static int $visits = 0;

    private readonly Browser $browser;

    public function __construct(string $host, private readonly string $notes, private readonly string $device)
    {
        $this->browser = new Browser($host, $device);
    }

    /**
     * @param string $etag of the page that the browser has already
     */
    public function get(string $path, string $etag = ''): Visit
    {
        $this->browser->with('If-None-Match', $etag);
        $shown = $etag === '' ? "GET {$path}" : "GET {$path}  If-None-Match: {$etag}";
        $visit = $this->visited($shown, fn (): Page => $this->browser->get($path));
        $this->browser->with('If-None-Match', '');

        return $visit;
    }

    /**
     * @param array<string, string|int> $fields
     */
    public function submit(string $method, string $path, array $fields = []): Visit
    {
        $this->browser->ready();
        $shown = array_map(
            static fn (string $name, string|int $value): string => "{$name}={$value}",
            array_keys($fields),
            $fields,
        );

        return $this->visited(
            trim("{$method} {$path}  " . implode(' ', $shown)),
            fn (): Page => $this->browser->submit($method, $path, $fields),
        );
    }

    /**
     * Sends a form without waiting for the answer.
     *
     * @param array<string, string|int> $fields
     *
     * @return array{Exchange, string}
     */
    public function send(string $method, string $path, array $fields): array
    {
        $this->browser->ready();
        $visit = $this->next();

        return [$this->browser->sendForm($method, $path, $fields), $visit];
    }

    /**
     * @param array{Exchange, string} $sent
     */
    public function receive(array $sent): Visit
    {
        $page = $this->browser->receive($sent[0]);
        $notes = Notes::read($this->notes, $sent[1]);

        return new Visit($this->device, '', $page, $notes->statements, $notes->events);
    }

    /**
     * @param callable(): Page $go
     */
    private function visited(string $request, callable $go): Visit
    {
        $visit = $this->next();
        $page = $go();
        $notes = Notes::read($this->notes, $visit);

        return new Visit($this->device, $request, $page, $notes->statements, $notes->events);
    }

    private function next(): string
    {
        $visit = (string) ++self::$visits;
        $this->browser->with('X-Visit', $visit);

        return $visit;
    }
}
