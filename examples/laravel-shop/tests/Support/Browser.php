<?php

declare(strict_types=1);

namespace Tests\Support;

/**
 * A browser: keeps cookies, sends the token of the last form, follows redirects.
 */
final class Browser
{
    private const REDIRECTS = 5;

    /** @var array<string, string> */
    private array $cookies = [];

    private ?string $token = null;

    /** What it sends with each request. */
    private array $headers;

    public function __construct(private readonly string $host, string $device = 'Laptop')
    {
        $this->headers = ['User-Agent' => $device];
    }

    public function with(string $header, string $value): void
    {
        $this->headers[$header] = $value;
    }

    public function get(string $path): Page
    {
        return $this->follow($this->receive($this->send('GET', $path)));
    }

    /**
     * Sends a form. Methods other than POST travel in it, as in Laravel's own forms.
     *
     * @param array<string, mixed> $fields
     */
    public function submit(string $method, string $path, array $fields = []): Page
    {
        return $this->follow($this->receive($this->sendForm($method, $path, $fields)));
    }

    /**
     * Has a session and a form from which to send.
     */
    public function ready(): void
    {
        if ($this->token === null) {
            $this->get('/');
        }
    }

    /**
     * @return array<string, mixed> the cart as JSON
     */
    public function cart(): array
    {
        return $this->get('/cart.json')->json()['data'];
    }

    /**
     * Sends a form and does not wait for the answer.
     *
     * @param array<string, mixed> $fields
     */
    public function sendForm(string $method, string $path, array $fields = []): Exchange
    {
        $this->ready();
        $hidden = ['_token' => $this->token] + ($method === 'POST' ? [] : ['_method' => $method]);

        return $this->send('POST', $path, http_build_query($hidden + $fields));
    }

    public function send(string $method, string $path, string $body = ''): Exchange
    {
        $headers = $this->headers;

        if ($this->cookies !== []) {
            $headers['Cookie'] = implode('; ', array_map(
                static fn (string $name, string $value): string => "{$name}={$value}",
                array_keys($this->cookies),
                $this->cookies,
            ));
        }

        if ($body !== '') {
            $headers['Content-Type'] = 'application/x-www-form-urlencoded';
        }

        return new Exchange($this->host, $method, $path, $headers, $body);
    }

    /**
     * Takes the answer to a request that was sent, without following where it leads.
     */
    public function receive(Exchange $exchange): Page
    {
        $page = $exchange->answer();

        foreach ($page->headers['set-cookie'] ?? [] as $cookie) {
            [$name, $value] = explode('=', explode(';', $cookie)[0], 2);
            $this->cookies[$name] = $value;
        }

        $this->token = $page->token() ?? $this->token;

        return $page;
    }

    private function follow(Page $page): Page
    {
        for ($redirects = 0; $redirects < self::REDIRECTS && $page->header('location') !== null; $redirects++) {
            $place = parse_url($page->header('location'));
            $query = isset($place['query']) ? "?{$place['query']}" : '';
            $page = $this->receive($this->send('GET', ($place['path'] ?? '/') . $query));
        }

        return $page;
    }
}
