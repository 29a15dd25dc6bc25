/*
 * Tells the visitor when the data of the page that he looks at have changed. Plain JavaScript, without dependencies.
 *
 *   <script src="/data-version.js" defer data-url="/data-version" data-version="…" data-interval="60"></script>
 *
 * It asks every interval while somebody looks at the page, and when he comes back to it. Nothing is loaded anew by itself.
 * An application that shows the news in its own way listens, and says so:
 *
 *   document.addEventListener('data-version:changed', event => { event.preventDefault(); show(event.detail.version) })
 */
(function (window, document) {
    'use strict'

    const script = document.currentScript
    if (!script || !script.dataset.url) return

    const given = script.dataset
    const interval = Math.max(5, Number(given.interval) || 60) * 1000
    const longest = 10 * 60 * 1000
    let known = given.version || null
    let failures = 0
    let timer = null
    let asking = null
    let isOver = false

    // Doubled with each failure; a little more or less, so that the browsers of a shop do not all come at once.
    function pause() {
        return Math.min(longest, interval * 2 ** Math.min(failures, 10)) * (0.8 + 0.4 * Math.random())
    }

    function plan() {
        window.clearTimeout(timer)
        timer = isOver || document.hidden ? null : window.setTimeout(check, pause())
    }

    async function ask() {
        try {
            const response = await window.fetch(given.url, {
                cache: 'no-store',
                credentials: 'same-origin',
                headers: { Accept: 'application/json' },
            })
            const version = response.ok ? (await response.json()).version : null
            if (typeof version !== 'string' || version === '') throw new Error('no version')
            failures = 0
            if (known === null) known = version
            if (version !== known) changed(version)
        } catch {
            // What cannot be known now is asked later.
            failures += 1
        }
    }

    function check() {
        if (isOver) return Promise.resolve()
        asking = asking || ask().finally(() => {
            asking = null
            plan()
        })
        return asking
    }

    function changed(version) {
        isOver = true
        const event = new window.CustomEvent('data-version:changed', { cancelable: true, detail: { version, known } })
        if (document.dispatchEvent(event)) show()
    }

    function show() {
        const notice = document.createElement('div')
        notice.className = 'data-version-notice'
        notice.setAttribute('role', 'status')
        Object.assign(notice.style, {
            position: 'fixed', insetInline: '0', bottom: '1rem', marginInline: 'auto', width: 'fit-content',
            maxWidth: 'calc(100% - 2rem)', padding: '0.75rem 1rem', borderRadius: '0.5rem', zIndex: '2147483000',
            background: '#1f2937', color: '#ffffff', font: '1rem/1.4 system-ui, sans-serif',
            boxShadow: '0 4px 16px rgb(0 0 0 / 0.3)',
        })
        const button = document.createElement('button')
        button.type = 'button'
        button.textContent = given.button || 'Reload'
        Object.assign(button.style, {
            marginInlineStart: '1rem', padding: '0.25rem 0.75rem', border: '1px solid currentcolor',
            borderRadius: '0.375rem', background: 'transparent', color: 'inherit', font: 'inherit', cursor: 'pointer',
        })
        button.addEventListener('click', () => window.location.reload())
        notice.append(given.message || 'New data available', button)
        document.body.append(notice)
    }

    function look() {
        if (document.hidden) plan()
        else check()
    }

    document.addEventListener('visibilitychange', look)
    window.addEventListener('online', look)
    // A page that the browser has kept and shows again is as old as it was left.
    window.addEventListener('pageshow', event => event.persisted && look())
    window.DataVersion = { check, get current() { return known } }
    plan()
})(window, document)
